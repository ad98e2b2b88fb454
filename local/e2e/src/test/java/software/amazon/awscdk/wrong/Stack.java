package software.amazon.awscdk.wrong;

/// Wrong on purpose: stands for a class of the CDK.
public final class Stack {

    private Stack() {}

    /// Synthesises.
    public static void synthesise() {}
}
