package ai.djl.wrong;

/// Wrong on purpose: stands for a class of DJL.
public final class Engine {

    private Engine() {}

    /// Starts.
    public static void start() {}
}
