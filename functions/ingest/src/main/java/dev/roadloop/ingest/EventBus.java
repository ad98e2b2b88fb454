package dev.roadloop.ingest;

import dev.roadloop.aws.AwsFailures;
import dev.roadloop.contracts.Json;
import dev.roadloop.domain.TransientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;

/// The event bus, on which this context announces what became of drives.
public final class EventBus {
    /// The source of every event of this context.
    public static final String SOURCE = "roadloop.ingest";

    private final EventBridgeClient events;
    private final String bus;

    /// @param events the client; stays the caller's
    /// @param bus the name of the bus
    public EventBus(EventBridgeClient events, String bus) {
        this.events = events;
        this.bus = bus;
    }

    /// Puts one event on the bus.
    ///
    /// @param name the event's detail type
    /// @param detail its record, as in `contracts`
    /// @throws TransientException when the bus did not take it
    public void put(String name, Object detail) {
        try {
            PutEventsResponse response =
                    events.putEvents(request ->
                            request.entries(entry ->
                                    entry.eventBusName(bus)
                                            .source(SOURCE)
                                            .detailType(name)
                                            .detail(Json.text(detail))));
            if (response.failedEntryCount() > 0) {
                throw new TransientException(
                        "event bus "
                                + bus
                                + " did not take "
                                + name
                                + " "
                                + Json.text(detail)
                                + ": "
                                + response.entries().getFirst().errorCode()
                                + " "
                                + response.entries().getFirst().errorMessage());
            }
        } catch (SdkException e) {
            throw AwsFailures.translated("putting " + name + " on event bus " + bus, e);
        }
    }
}
