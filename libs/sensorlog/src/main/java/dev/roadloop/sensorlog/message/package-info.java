/// Schemas carried in recordings, and the decoding of messages that they describe.
///
/// Start at [dev.roadloop.sensorlog.message.MessageDecoder]: it compiles the schema text of a
/// channel once and then decodes its messages, either into a
/// [dev.roadloop.sensorlog.message.MessageSink] (no boxing, for columnar conversion) or into a
/// [dev.roadloop.sensorlog.message.MessageValue] (a tree, for looking at a few messages). Schema
/// encodings: `ros1msg`, `ros2msg`, `ros2idl`, `jsonschema`, `protobuf`. Message encodings: `ros1`,
/// `cdr`, `json`, `protobuf`. [dev.roadloop.sensorlog.message.Ros1Translation] makes messages of
/// ROS 1 of those of ROS 2.
///
/// To add a schema encoding touch [dev.roadloop.sensorlog.message.MessageDecoder] and add a parser
/// that returns a [dev.roadloop.sensorlog.message.StructType].
@NullMarked
package dev.roadloop.sensorlog.message;

import org.jspecify.annotations.NullMarked;
