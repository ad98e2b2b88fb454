package dev.roadloop.sensorlog.message;

import static dev.roadloop.sensorlog.message.MutableMembersTest.decoder;
import static dev.roadloop.sensorlog.message.MutableMembersTest.fields;
import static dev.roadloop.sensorlog.message.MutableMembersTest.golden;
import static dev.roadloop.sensorlog.message.MutableMembersTest.hex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Mutable and appendable types in CDR of version 1.
class ParameterListTest {

    private static final String END = "027f0000";

    private static String two(String bytes) throws MessageDecodeException {
        return decoder("own/msg/Two").decode(hex("00030000" + bytes)).fields().toString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Little", "Big"})
    void readsWhatAnotherImplementationWrote(String order) throws Exception {
        MessageDecoder decoder = decoder("own/msg/T");

        assertThat(fields(decoder.decode(hex(golden("all version 1 " + order)))))
                .isEqualTo("{" + MutableMembersTest.VALUES + ", maybe=11}");
        assertThat(fields(decoder.decode(hex(golden("absent version 1 " + order)))))
                .isEqualTo("{" + MutableMembersTest.VALUES + "}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Little", "Big"})
    void appendableTypesAreReadAsFinalOnesAndMayHoldMutableOnes(String order) throws Exception {
        byte[] message = hex(golden("appendable version 1 " + order));

        assertThat(decoder("own/msg/A").decode(message).fields())
                .hasToString(
                        "{small=-2, points=[{n=1, x=0.5}, {n=2, x=-0.5}], inner={a=4, b=in},"
                                + " last=2.5}");
    }

    @Test
    void shortHeadersAreReadInAnyOrderAndWithOrWithoutPaddingInTheSize() throws Exception {
        String a = "0700 0100 05 000000 ";
        String padded = "0700 0400 05 000000 ";
        String b = "0940 0400 06000000 ";

        assertThat(two(a + b + END)).isEqualTo("{a=5, b=6}");
        assertThat(two(b + padded + END)).isEqualTo("{a=5, b=6}");
        assertThat(two(b + "023f0000")).as("an end without flags").isEqualTo("{b=6}");
        assertThat(two(END)).isEqualTo("{}");
    }

    @Test
    void unknownIgnoredAndForeignParametersArePassedOver() throws Exception {
        String unknown = "6300 0300 010203 00 ";
        String ignored = "037f 0400 01020304 ";
        String foreign = "0780 0400 01020304 ";
        String reserved = "053f 0000 ";
        String extended = "017f 0800 0500 0080 04000000 01020304 ";

        assertThat(
                        two(
                                unknown
                                        + ignored
                                        + foreign
                                        + reserved
                                        + extended
                                        + "0700 0100 05000000"
                                        + END))
                .isEqualTo("{a=5}");
    }

    @Test
    void aParameterThatMustBeUnderstoodAndIsNotIsRefused() {
        assertThatThrownBy(() -> two("6340 0000" + END))
                .isInstanceOf(MessageDecodeException.class)
                .hasMessageContaining("a member with id 99 must be understood");
        assertThatThrownBy(() -> two("017f 0800 63000040 00000000" + END))
                .hasMessageContaining("a member with id 99 must be understood");
        assertThatThrownBy(() -> two("07c0 0000" + END))
                .as("an implementation's own")
                .hasMessageContaining("a member with id 7 must be understood");
    }

    @Test
    void listsThatDoNotFitAreRefusedBeforeAnythingIsRead() {
        assertThatThrownBy(() -> two("0700 0100 05000000"))
                .as("no end")
                .hasMessageContaining("2 bytes are needed and 0 remain");
        assertThatThrownBy(() -> two("0700 0100 05"))
                .hasMessageContaining("3 bytes of padding are needed");
        assertThatThrownBy(() -> two("0900 ffff 06000000" + END))
                .hasMessageContaining("the member with id 9 of 65535 bytes is declared");
        assertThatThrownBy(() -> two("017f 0800 09000000 ffffffff" + END))
                .hasMessageContaining("the member with id 9 of 4294967295 bytes is declared");
        assertThatThrownBy(() -> two("017f 0400 09000000" + END))
                .hasMessageContaining("an extended header of 4 bytes is declared; expected 8");
        assertThatThrownBy(() -> two("0900 0800 06000000 00000000" + END))
                .hasMessageContaining("4 bytes are left over in the member with id 9");
        assertThatThrownBy(() -> two("0900 0400 06000000 0900 0400 06000000" + END))
                .hasMessageContaining("the member with id 9 comes twice");
        assertThatThrownBy(() -> two("0900 0200 0600 0000" + END))
                .hasMessageContaining("4 bytes are needed and 2 remain");
    }

    @Test
    @Tag("slow")
    void whateverTheBytesAreDecodingEndsWithAResultOrARefusal() {
        MutableMembersTest.fuzz(hex(golden("all version 1 Little")));
        MutableMembersTest.fuzz(hex(golden("all version 1 Big")));
    }
}
