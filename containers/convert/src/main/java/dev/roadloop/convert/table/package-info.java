/// Signal tables: the messages of one topic as rows of a Parquet file. Start at
/// [dev.roadloop.convert.table.SignalTable], which writes one;
/// [dev.roadloop.convert.table.TableLayout] says how a message type becomes columns.
@NullMarked
package dev.roadloop.convert.table;

import org.jspecify.annotations.NullMarked;
