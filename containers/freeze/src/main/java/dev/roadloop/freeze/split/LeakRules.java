package dev.roadloop.freeze.split;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// When two samples of different splits are too much alike.
///
/// @param apartInDrive how far samples of one drive must be apart in time; null if a drive must not
///   be in two splits at all
/// @param nearMetres and nearTime: two drives that were closer than this at less than that apart
///   saw the same scene
/// @param alikeBits how many of the 64 bits of a dHash may differ at most for two pictures to look
///   alike, 0 to [#MOST_ALIKE_BITS]; -1 for not to ask
public record LeakRules(
        @Nullable Duration apartInDrive, double nearMetres, Duration nearTime, int alikeBits) {
    /// Bits up to which near-duplicates differ, by default.
    public static final int ALIKE_BITS = 4;

    /// Bits up to which near-duplicates can be looked for.
    public static final int MOST_ALIKE_BITS = 11;

    /// @throws IllegalArgumentException when a bound cannot be
    public LeakRules {
        if (!(nearMetres >= 0)
                || nearTime.isNegative()
                || alikeBits < -1
                || alikeBits > MOST_ALIKE_BITS) {
            throw new IllegalArgumentException(
                    "expected nearMetres and nearTime of 0 or more and alikeBits of -1 to %d, found %s, %s and %d"
                            .formatted(MOST_ALIKE_BITS, nearMetres, nearTime, alikeBits));
        }
    }

    /// The rules that belong to a plan.
    public static LeakRules of(SplitPlan plan) {
        return new LeakRules(
                plan.by() == SplitBy.TIME ? plan.gap() : null,
                30,
                Duration.ofSeconds(60),
                ALIKE_BITS);
    }

    /// These rules with another bound on how alike pictures may look.
    public LeakRules withAlikeBits(int bits) {
        return new LeakRules(apartInDrive, nearMetres, nearTime, bits);
    }
}
