package dev.roadloop.learning.training;

import ai.djl.Device;
import ai.djl.engine.Engine;
import java.util.Collections;
import java.util.List;

/// What a training computes on.
///
/// @param all at least one; the first keeps what is not of a single pass
public record Devices(List<Device> all) {

    /// Checks that there is one.
    public Devices {
        all = List.copyOf(all);
        if (all.isEmpty()) {
            throw new IllegalArgumentException("expected a device to train on, found none");
        }
    }

    /// All GPUs that PyTorch finds, or else the CPU.
    public static Devices here() {
        return new Devices(List.of(Engine.getInstance().getDevices()));
    }

    /// The first of [#here].
    public static Devices first() {
        return here().atMost(1);
    }

    /// The CPU several times over, to try on it what several GPUs do.
    ///
    /// @param times how many parts a batch has
    public static Devices cpu(int times) {
        return new Devices(Collections.nCopies(times, Device.cpu()));
    }

    /// The first of them.
    public Devices atMost(int count) {
        return new Devices(all.subList(0, Math.min(count, all.size())));
    }
}
