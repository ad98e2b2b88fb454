package dev.roadloop.cli.models;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TrackingRegistryTest {
    @Test
    void aNameWithAnApostropheStandsInTheOtherQuotes() {
        assertThat(TrackingRegistry.quoted("night")).isEqualTo("'night'");
        assertThat(TrackingRegistry.quoted("anna's")).isEqualTo("\"anna's\"");
    }
}
