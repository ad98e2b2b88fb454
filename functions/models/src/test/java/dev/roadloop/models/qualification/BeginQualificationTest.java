package dev.roadloop.models.qualification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roadloop.domain.CallerException;
import dev.roadloop.domain.DatasetName;
import dev.roadloop.domain.Sha256;
import dev.roadloop.models.approval.TestApprovals;
import dev.roadloop.models.qualification.BeginQualification.RegisteredVersion;
import dev.roadloop.models.qualification.BeginQualification.RegisteredVersion.Tag;
import dev.roadloop.models.qualification.BeginQualification.Wanted;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BeginQualificationTest {
    private static final String HERE = "s3://gold/models/packages/detector/";

    private final TestApprovals cloud = new TestApprovals();
    private final BeginQualification begin = new BeginQualification(cloud.gold());

    @AfterEach
    void stop() {
        cloud.close();
    }

    @Test
    void productionNeedsTwoPeopleAndAnyOtherAliasOne() {
        assertThat(begin("a", wanted("3", null, null), null).approvers()).isEqualTo(2);
        assertThat(begin("b", wanted("3", "staging", null), null).approvers()).isEqualTo(1);
        assertThat(begin("c", wanted("3", null, null), version("2", HERE)).productionVersion())
                .isEqualTo("2");
    }

    @Test
    void theSameRequestBeginsAgainAndAnotherUnderItsIdIsRefused() {
        begin("a", wanted("3", null, null), null);

        assertThat(begin("a", wanted("3", null, null), null).alias()).isEqualTo("production");
        assertThatThrownBy(() -> begin("a", wanted("3", "staging", null), null))
                .isInstanceOf(CallerException.class)
                .hasMessageContaining("asks for something else already");
    }

    @Test
    void refusesWhatCannotBeQualified() {
        assertThatThrownBy(() -> begin("a", wanted("3", null, null), version("3", HERE)))
                .hasMessageContaining("there is nothing to qualify");
        assertThatThrownBy(() -> begin("a", wanted("3", null, 9L), null))
                .hasMessageContaining("approvalSeconds: expected 10 to 5184000, found 9");
        assertThatThrownBy(() -> begin("a.b", wanted("3", null, null), null))
                .isInstanceOf(CallerException.class)
                .hasMessageContaining("\"id\" is \"a.b\"");
        assertThatThrownBy(() ->
                        begin.begin(
                                new BeginQualification.Request(
                                        "a",
                                        wanted("3", null, null),
                                        version("3", "s3://elsewhere/models/x"),
                                        null)))
                .isInstanceOf(CallerException.class)
                .hasMessageContaining("begins with s3://gold/");
        assertThatThrownBy(() ->
                        begin.begin(
                                new BeginQualification.Request(
                                        "a",
                                        wanted("3", null, null),
                                        new RegisteredVersion("3", HERE + "a/", List.of()),
                                        null)))
                .isInstanceOf(CallerException.class)
                .hasMessageContaining("expected a tag roadloop.sha256");
    }

    private BeginQualification.Begun begin(
            String id, Wanted wanted, @Nullable RegisteredVersion production) {
        return begin.begin(
                new BeginQualification.Request(id, wanted, version("3", HERE + "a/"), production));
    }

    private static RegisteredVersion version(String number, String source) {
        return new RegisteredVersion(
                number, source, List.of(new Tag(BeginQualification.DIGEST, "a".repeat(64))));
    }

    private static Wanted wanted(String version, @Nullable String alias, @Nullable Long seconds) {
        return new Wanted(
                "detector",
                version,
                alias,
                "models/runs/r",
                new DatasetName("street"),
                new DatasetName("golden"),
                new Sha256("b".repeat(64)),
                null,
                seconds);
    }
}
