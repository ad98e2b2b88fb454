/// Signals out of raw CAN frames, by the vehicle's own database (DBC). Start at
/// [dev.roadloop.convert.can.CanSignals], which makes messages of signals out of recorded frames;
/// [dev.roadloop.convert.can.CanDatabase] is what a DBC file says,
/// [dev.roadloop.convert.can.CanMessage] decodes a frame's bytes.
@NullMarked
package dev.roadloop.convert.can;

import org.jspecify.annotations.NullMarked;
