package dev.roadloop.training.api;

import java.util.Optional;

/// Whether deleted things are listed.
public enum View {
    ACTIVE_ONLY,
    DELETED_ONLY,
    ALL;

    /// The view that a call asks for.
    public static View of(Optional<String> asked) {
        String name = asked.orElse("ACTIVE_ONLY");
        for (View view : values()) {
            if (view.name().equals(name)) {
                return view;
            }
        }
        throw TrackingException.invalid(
                "Invalid view type '" + name + "'; expected ACTIVE_ONLY, DELETED_ONLY or ALL");
    }

    /// Whether it shows something.
    public boolean shows(boolean active) {
        return this == ALL || active == (this == ACTIVE_ONLY);
    }
}
