/// People's part in a promotion: requests that wait for votes, votes, and what they lead to. Start
/// at [dev.roadloop.models.approval.CastVote].
@NullMarked
package dev.roadloop.models.approval;

import org.jspecify.annotations.NullMarked;
