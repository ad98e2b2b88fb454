package dev.roadloop.embedded.stepfunctions;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadloop.embedded.api.ApiException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A process that dies between any two steps of an execution that gives a job up, or while the job
/// is submitted: the next one stops the job.
@Tag("slow")
class AbandonedJobTest {

    private static final String JOB =
            "'Job':{'Type':'Task','Resource':'arn:aws:states:::batch:submitJob.sync','Arguments':{'JobName':'j','JobQueue':'q','JobDefinition':'d'}%s,'End':true}";

    private static final String TIMED_OUT =
            machine(
                    "Job",
                    JOB.formatted(
                            ",'TimeoutSeconds':2,'Retry':[{'ErrorEquals':['States.Timeout'],'MaxAttempts':1}],'Catch':[{'ErrorEquals':['States.ALL'],'Next':'After'}]"));

    private static final String BESIDE_A_FAILURE =
            machine(
                    "Both",
                    "'Both':{'Type':'Parallel','Branches':[{'StartAt':'Job','States':{"
                            + JOB.formatted("")
                            + "}},{'StartAt':'Wait','States':{'Wait':{'Type':'Wait','Seconds':2,'Next':'Boom'},'Boom':{'Type':'Fail','Error':'Boom'}}}],'Catch':[{'ErrorEquals':['Boom'],'Next':'After'}],'End':true}");

    private static final String EXECUTION = "arn:aws:states:us-east-1:123456789012:execution:m:run";

    @TempDir private Path directory;

    /// Batch's jobs, which run until they are stopped.
    private static final class Batch {
        private final FakeServices services = new FakeServices();
        private final Set<String> running;
        private int failures;
        private Runnable whileSubmitting = () -> {};

        Batch(Set<String> running) {
            this.running = new TreeSet<>(running);
            services.on(
                    "batch",
                    "SubmitJob",
                    input -> {
                        String id = services.requestIds("batch:SubmitJob").getLast();
                        this.running.add(id);
                        whileSubmitting.run();
                        return TestCloud.object().put("jobId", id);
                    });
            services.on(
                    "batch",
                    "DescribeJobs",
                    input ->
                            TestCloud.json(
                                    "{'jobs':[{'jobId':'j','status':'%s'}]}"
                                            .formatted(
                                                    this.running.contains(
                                                                    input.at("/jobs/0").textValue())
                                                            ? "RUNNING"
                                                            : "FAILED")));
            services.on(
                    "batch",
                    "TerminateJob",
                    input -> {
                        if (failures-- > 0) {
                            throw new ApiException("ServerException", 500, "Something is wrong");
                        }
                        this.running.remove(input.get("jobId").textValue());
                        return TestCloud.object();
                    });
        }
    }

    /// What is on disk and which jobs run at one moment.
    private record Moment(Path state, Set<String> running) {}

    private static String machine(String start, String state) {
        return "{'QueryLanguage':'JSONata','StartAt':'"
                + start
                + "','States':{"
                + state
                + ",'After':{'Type':'Wait','Seconds':5,'End':true}}}";
    }

    private List<Moment> moments(String machine, Consumer<TestCloud> work) {
        Path whole = directory.resolve("whole");
        Batch batch = new Batch(Set.of());
        List<Moment> moments = new ArrayList<>();
        try (TestCloud cloud = new TestCloud(whole, batch.services)) {
            String arn = cloud.create("m", machine);
            Runnable remember =
                    () ->
                            moments.add(
                                    new Moment(
                                            copy(whole, moments.size()),
                                            Set.copyOf(batch.running)));
            cloud.scheduler.beforeEachStep(remember);
            batch.whileSubmitting = remember;
            cloud.start(arn, "run", "{}");
            work.accept(cloud);
        }
        assertThat(batch.running).isEmpty();
        assertThat(moments).hasSizeGreaterThan(10);
        return moments;
    }

    private Path copy(Path whole, int number) {
        Path copy = directory.resolve("step" + number);
        try (Stream<Path> files = Files.walk(whole)) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(whole.relativize(file).toString()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return copy;
    }

    private static void leavesNoJob(Moment moment, Consumer<TestCloud> work) {
        Batch batch = new Batch(moment.running());
        try (TestCloud cloud = new TestCloud(moment.state(), batch.services)) {
            cloud.states.resume();
            work.accept(cloud);
            assertThat(batch.running).as("%s: %s", moment, cloud.types(EXECUTION)).isEmpty();
        }
    }

    private static void finish(TestCloud cloud) {
        assertThat(cloud.finish(EXECUTION).get("status").textValue()).isEqualTo("SUCCEEDED");
    }

    private static void stop(TestCloud cloud) {
        cloud.call("StopExecution", TestCloud.object().put("executionArn", EXECUTION));
        cloud.scheduler.advance(Duration.ofMinutes(1));
    }

    @Test
    void aJobThatTookTooLongIsStoppedWhereverItsEndWasCut() {
        for (Moment moment : moments(TIMED_OUT, AbandonedJobTest::finish)) {
            leavesNoJob(moment, AbandonedJobTest::finish);
        }
    }

    @Test
    void aJobWhoseSiblingFailedIsStoppedWhereverItsEndWasCut() {
        for (Moment moment : moments(BESIDE_A_FAILURE, AbandonedJobTest::finish)) {
            leavesNoJob(moment, AbandonedJobTest::finish);
        }
    }

    @Test
    void theJobOfAStoppedExecutionIsStoppedWhereverItsEndWasCut() {
        List<Moment> moments =
                moments(
                        BESIDE_A_FAILURE,
                        cloud -> {
                            cloud.scheduler.advance(Duration.ofSeconds(1));
                            stop(cloud);
                        });
        for (Moment moment : moments) {
            leavesNoJob(moment, AbandonedJobTest::stop);
        }
    }

    @Test
    void aJobIsStoppedWhoseExecutionWasStoppedBeforeItsServiceAnswered() {
        Path whole = directory.resolve("whole");
        Batch batch = new Batch(Set.of());
        List<Moment> moments = new ArrayList<>();
        try (TestCloud cloud = new TestCloud(whole, batch.services)) {
            String arn = cloud.create("m", BESIDE_A_FAILURE);
            batch.whileSubmitting =
                    () -> {
                        cloud.call(
                                "StopExecution", TestCloud.object().put("executionArn", EXECUTION));
                        moments.add(new Moment(copy(whole, 0), Set.copyOf(batch.running)));
                    };
            cloud.start(arn, "run", "{}");
            cloud.scheduler.advance(Duration.ofSeconds(1));
            assertThat(batch.running).isEmpty();
        }

        Moment cut = moments.getFirst();
        assertThat(cut.running()).hasSize(1);
        leavesNoJob(cut, cloud -> cloud.scheduler.advance(Duration.ofMinutes(1)));
    }

    @Test
    void aJobIsStoppedOnceItsServiceAnswersAgain() {
        Batch batch = new Batch(Set.of());
        batch.failures = 3;
        try (TestCloud cloud = new TestCloud(directory, batch.services)) {
            cloud.start(cloud.create("m", BESIDE_A_FAILURE), "run", "{}");
            finish(cloud);
            assertThat(batch.running).isEmpty();
        }
    }

    @Test
    void aJobThatIsStillWaitedForGoesOnInTheNextProcess() {
        Batch batch = new Batch(Set.of());
        JsonNode before;
        try (TestCloud cloud = new TestCloud(directory, batch.services)) {
            cloud.start(cloud.create("m", BESIDE_A_FAILURE), "run", "{}");
            cloud.scheduler.advance(Duration.ofSeconds(1));
            before = cloud.describe(EXECUTION);
        }
        try (TestCloud cloud = new TestCloud(directory, batch.services)) {
            cloud.states.resume();
            cloud.scheduler.advance(Duration.ZERO);
            assertThat(cloud.describe(EXECUTION)).isEqualTo(before);
            assertThat(batch.running).hasSize(1);
        }
    }
}
