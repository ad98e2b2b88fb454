package dev.roadloop.training.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roadloop.training.registry.RegisterVersion.Request;
import dev.roadloop.training.store.TestTable;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RegisterVersionTest {
    private static final String SOURCE = "s3://gold/models/packages/detector/aaaaaaaaaaaa/";
    private static final String DIGEST = "a".repeat(64);

    private final TestTable table = new TestTable();
    private final RegisterVersion register = functions();

    @AfterEach
    void close() {
        table.close();
    }

    private RegisterVersion functions() {
        return new RegisterVersion(table.open(), InstantSource.system());
    }

    @Test
    void theSameModelIsTheVersionThatItWasAndAnotherIsTheNext() {
        assertThat(register("detector", SOURCE, DIGEST)).isEqualTo("1");
        assertThat(register("detector", SOURCE, DIGEST)).isEqualTo("1");
        assertThat(register("detector", SOURCE, "b".repeat(64))).isEqualTo("2");
        assertThat(register("detector", SOURCE + "x/", DIGEST)).isEqualTo("3");
        assertThat(register("other", SOURCE, DIGEST)).isEqualTo("1");

        ModelVersion made =
                new ModelRegistry(table.open(), InstantSource.system()).version("detector", "1");
        assertThat(made.origin()).isEqualTo(Map.of("source", SOURCE));
        assertThat(made.tags()).isEqualTo(Map.of("roadloop.sha256", DIGEST));
    }

    @Test
    void callsAtTheSameTimeMakeOneVersionOfOneModel() throws Exception {
        List<Callable<String>> calls = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            RegisterVersion one = functions();
            calls.add(() -> one.register(new Request("detector", SOURCE, DIGEST)).version());
        }
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<String> call : threads.invokeAll(calls)) {
                assertThat(call.get()).isEqualTo("1");
            }
        }

        ModelRegistry registry = new ModelRegistry(table.open(), InstantSource.system());
        assertThat(registry.versions(registry.get("detector"))).hasSize(1);
    }

    @Test
    void aRequestThatNamesNoModelIsRefused() {
        assertThatThrownBy(() -> new Request("detector", "", DIGEST))
                .hasMessageContaining("expected model and source");
        assertThatThrownBy(() -> new Request("detector", SOURCE, "abc"))
                .hasMessageContaining("expected 64 hexadecimal digits, found abc");
    }

    private String register(String model, String source, String digest) {
        return register.register(new Request(model, source, digest)).version();
    }
}
