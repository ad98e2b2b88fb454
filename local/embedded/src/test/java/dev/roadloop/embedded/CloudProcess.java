package dev.roadloop.embedded;

import java.nio.file.Path;
import java.time.Clock;

/// A cloud in a process of its own, to be killed.
public final class CloudProcess {

    private CloudProcess() {}

    /// @param args assembly and state directory
    public static void main(String[] args) throws InterruptedException {
        EmbeddedCloud cloud =
                EmbeddedCloud.start(
                        new EmbeddedCloud.Options(
                                Path.of(args[0]),
                                Path.of(args[1]),
                                0,
                                false,
                                Clock.systemUTC(),
                                "us-east-1"));
        System.out.println(cloud.endpoint());
        Thread.sleep(Long.MAX_VALUE);
    }
}
