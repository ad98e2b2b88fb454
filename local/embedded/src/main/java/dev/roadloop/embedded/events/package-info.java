/// EventBridge and EventBridge Scheduler: buses, rules, targets with input transformers, archives,
/// replays and schedules. Start at [dev.roadloop.embedded.events.EventBridgeApi]; an event's way is
/// EventBridgeApi → RuleBook → Deliveries → TargetCaller.
@NullMarked
package dev.roadloop.embedded.events;

import org.jspecify.annotations.NullMarked;
