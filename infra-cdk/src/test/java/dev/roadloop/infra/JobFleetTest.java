package dev.roadloop.infra;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.assertions.Template;

/// A platform without machines with a GPU, which a deployer may ask for.
@Tag("slow")
class JobFleetTest {

    @Test
    void withoutGpusThereIsNoMachineNoWayOutAndTheOtherQueue() {
        Stack stack = new Stack(new App(), "Plain");

        JobFleet fleet = new JobFleet(stack, "Jobs", false);

        assertThat(fleet.gpuQueue()).isSameAs(fleet.spotQueue());
        Template template = Template.fromStack(stack);
        template.resourceCountIs("AWS::Batch::ComputeEnvironment", 2);
        template.resourceCountIs("AWS::EC2::InternetGateway", 0);
        template.resourceCountIs("AWS::EC2::LaunchTemplate", 0);
        assertThat(SageMakerTraining.environment(false).toString()).doesNotContain("ml.g");
        assertThat(SageMakerTraining.environment(true).toString()).contains("ml.g6.xlarge");
    }
}
