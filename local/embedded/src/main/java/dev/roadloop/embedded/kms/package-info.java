/// KMS: the template's keys in a local key store, for encryption and signatures. Start at
/// [dev.roadloop.embedded.kms.KmsApi].
@NullMarked
package dev.roadloop.embedded.kms;

import org.jspecify.annotations.NullMarked;
