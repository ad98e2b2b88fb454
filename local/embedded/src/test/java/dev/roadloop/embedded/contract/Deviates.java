package dev.roadloop.embedded.contract;

import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// A claim, or all claims of a class, that a server is known not to keep. On that server the tests
/// must fail, so that a deviation that is gone is noticed. Public, as a proxy in another module
/// reads it where a claim has several.
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
@Repeatable(Deviates.All.class)
public @interface Deviates {

    /// As in `-Dcontract.server`.
    String server();

    /// What it does instead.
    String because();

    /// Several servers.
    @Retention(RetentionPolicy.RUNTIME)
    @Target({ElementType.METHOD, ElementType.TYPE})
    @interface All {
        /// One for each server.
        Deviates[] value();
    }
}
