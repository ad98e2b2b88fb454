package dev.roadloop.infra;

import java.util.List;
import software.amazon.awscdk.Aws;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.events.BaseArchiveProps;
import software.amazon.awscdk.services.events.EventBus;
import software.amazon.awscdk.services.events.EventPattern;
import software.amazon.awscdk.services.events.IEventBus;
import software.constructs.Construct;

/// The bus that contexts meet on, with an archive from which a year of events can be replayed.
final class DriveEvents extends Construct {

    private final EventBus bus;

    DriveEvents(Construct scope, String id) {
        super(scope, id);
        this.bus =
                EventBus.Builder.create(this, "Bus")
                        .description("Roadloop: what happened to drives")
                        .build();
        bus.archive(
                "Archive",
                BaseArchiveProps.builder()
                        .description("Every Roadloop event, for replay")
                        .eventPattern(
                                EventPattern.builder().account(List.of(Aws.ACCOUNT_ID)).build())
                        .retention(Duration.days(365))
                        .build());
    }

    IEventBus bus() {
        return bus;
    }
}
