package dev.roadloop.embedded.api;

/// Who makes a call: the account's owner at the keyboard, or a role of the template.
///
/// @param arn ARN of the role, or of the account's root for the owner
public record Principal(String arn) {

    /// True for the person at the keyboard, who may do everything.
    public boolean isOwner() {
        return arn.endsWith(":root");
    }
}
