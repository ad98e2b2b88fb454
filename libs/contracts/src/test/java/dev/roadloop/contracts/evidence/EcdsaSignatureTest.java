package dev.roadloop.contracts.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import org.junit.jupiter.api.Test;

class EcdsaSignatureTest {

    @Test
    void ofEverySignatureOneFormCountsAndJavaTakesItTheSame() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair pair = generator.generateKeyPair();
        Signature java = Signature.getInstance("SHA256withECDSA");
        int changed = 0;
        for (int i = 0; i < 60; i++) {
            byte[] text = ("text " + i).getBytes(StandardCharsets.UTF_8);
            java.initSign(pair.getPrivate());
            java.update(text);
            byte[] signed = java.sign();

            byte[] one = EcdsaSignature.ofDer(signed).der();

            java.initVerify(pair.getPublic());
            java.update(text);
            assertThat(java.verify(one)).isTrue();
            assertThat(EcdsaSignature.counts(one)).isTrue();
            assertThat(EcdsaSignature.ofDer(one).der()).isEqualTo(one);
            if (!EcdsaSignature.counts(signed)) {
                changed++;
            }
        }
        // One of two by chance: fewer than 5 or more than 55 of 60 are once in a million million.
        assertThat(changed).isBetween(5, 55);
    }

    @Test
    void whatIsNoSignatureIsRefused() {
        byte[] whole = {0x30, 6, 2, 1, 1, 2, 1, 1};
        assertThat(EcdsaSignature.ofDer(whole).der()).isEqualTo(whole);

        for (byte[] bad :
                new byte[][] {
                    {},
                    {0x30, 6, 2, 1, 1, 2, 1},
                    {0x30, 7, 2, 1, 1, 2, 1, 1},
                    {0x31, 6, 2, 1, 1, 2, 1, 1},
                    {0x30, 6, 2, 1, 0, 2, 1, 1},
                    {0x30, 6, 2, 1, 1, 2, 1, -1},
                    {0x30, 6, 2, 127, 1, 2, 1, 1},
                    {0x30, 6, 2, -1, 1, 2, 1, 1},
                    {0x30, 6, 2, 4, 1, 2, 1, 1},
                    {0x30, 6, 2, 1, 1, 3, 1, 1},
                    {0x30, 7, 2, 1, 1, 2, 1, 1, 0},
                    new byte[200]
                }) {
            assertThatThrownBy(() -> EcdsaSignature.ofDer(bad))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        // A number with a zero too many in front is the same number in other bytes.
        assertThat(EcdsaSignature.counts(new byte[] {0x30, 7, 2, 2, 0, 1, 2, 1, 1})).isFalse();
    }
}
