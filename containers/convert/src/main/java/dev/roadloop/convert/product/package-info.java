/// What a drive is made into beside its signal tables, in the same pass over its messages. Start at
/// [dev.roadloop.convert.product.DriveProduct]; the packages beside this one hold one kind of
/// product each.
@NullMarked
package dev.roadloop.convert.product;

import org.jspecify.annotations.NullMarked;
