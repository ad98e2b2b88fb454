/// Raw images as JPEGs. Start at [dev.roadloop.convert.image.RawImages].
@NullMarked
package dev.roadloop.convert.image;

import org.jspecify.annotations.NullMarked;
