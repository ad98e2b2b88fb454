package dev.roadloop.packaging;

import dev.roadloop.train.JobFolders;

/// The process of the package job: takes its orders from files and the environment, prints a line
/// of JSON for each event, and ends with an exit code.
public final class Main {

    private Main() {}

    /// Runs the job.
    public static void main(String[] args) {
        int code = PackageOutcome.INTERNAL.exitCode();
        try {
            PackageJob job =
                    new PackageJob(
                            JobFolders.of(System.getenv()),
                            System.getenv(),
                            Runtime.getRuntime().availableProcessors(),
                            System.out::println);
            code = job.run().outcome().exitCode();
        } finally {
            System.out.flush();
        }
        System.exit(code);
    }
}
