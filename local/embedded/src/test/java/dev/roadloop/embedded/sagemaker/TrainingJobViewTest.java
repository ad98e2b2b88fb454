package dev.roadloop.embedded.sagemaker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrainingJobViewTest {

    private static final List<TrainingJob> JOBS =
            List.of(
                    job("b", 1_000),
                    job("c", 2_000).over(TrainingJob.Status.FAILED, "Failed", "", 2_500),
                    job("a", 3_000).over(TrainingJob.Status.COMPLETED, "Completed", "", 9_000));

    @Test
    void jobsAreListedInTheOrderThatIsAskedForNewestFirstIfNot() throws JsonProcessingException {
        assertThat(listed("{}")).containsExactly("a", "c", "b");
        assertThat(listed("{'SortOrder':'Ascending'}")).containsExactly("b", "c", "a");
        assertThat(listed("{'SortBy':'Name','SortOrder':'Ascending'}"))
                .containsExactly("a", "b", "c");
        assertThat(listed("{'SortBy':'Status','SortOrder':'Ascending'}"))
                .containsExactly("a", "c", "b");
    }

    @Test
    void jobsAreListedByTheTimesThatAreAskedFor() throws JsonProcessingException {
        assertThat(listed("{'CreationTimeAfter':1.5,'CreationTimeBefore':2.5}"))
                .containsExactly("c");
        assertThat(listed("{'LastModifiedTimeAfter':2}")).containsExactly("a", "c");
        assertThat(listed("{'LastModifiedTimeBefore':2.501}")).containsExactly("c", "b");
        assertThat(listed("{'StatusEquals':'Failed','NameContains':'b'}")).isEmpty();
    }

    @Test
    void aPageGoesOnWhereTheLastEnded() throws JsonProcessingException {
        JsonNode page = TrainingJobView.listed(JOBS, json("{'MaxResults':2}"));

        assertThat(page.findValuesAsText("TrainingJobName")).containsExactly("a", "c");
        assertThat(listed("{'NextToken':'" + page.path("NextToken").asText() + "'}"))
                .containsExactly("b");
    }

    private static TrainingJob job(String name, long created) {
        return TrainingJob.created(
                "arn:" + name, "token", unchecked("{'TrainingJobName':'" + name + "'}"), created);
    }

    private static List<String> listed(String input) throws JsonProcessingException {
        return TrainingJobView.listed(JOBS, json(input)).findValuesAsText("TrainingJobName");
    }

    private static JsonNode json(String text) throws JsonProcessingException {
        return new ObjectMapper().readTree(text.replace('\'', '"'));
    }

    private static JsonNode unchecked(String text) {
        try {
            return json(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }
}
