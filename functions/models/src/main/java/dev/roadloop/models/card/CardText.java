package dev.roadloop.models.card;

import org.jspecify.annotations.Nullable;

/// What only people can say of a model; all of it may be missing.
///
/// @param task such as `object detection`
/// @param architecture such as `FCOS, 0.56 M parameters`
/// @param intendedUse what it is for
/// @param limitations what it is not for, and where it fails
/// @param owner who answers for it
/// @param licence under which it may be used
public record CardText(
        @Nullable String task,
        @Nullable String architecture,
        @Nullable String intendedUse,
        @Nullable String limitations,
        @Nullable String owner,
        @Nullable String licence) {

    /// What is said of a model of which nothing is said.
    public static final CardText NONE = new CardText(null, null, null, null, null, null);
}
