package dev.roadloop.ingest;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import software.amazon.awssdk.core.exception.SdkClientException;

/// Lets the process die, as it were, right after a call of AWS: the call takes place, and nothing
/// after it. One instance stands around all clients of a process.
public final class Crashes {
    private int after = Integer.MAX_VALUE;
    private int calls;
    private String last = "";
    private String failing = "";

    /// The end of the process. An error, since no code of ours survives it.
    public static final class Crash extends Error {
        private static final long serialVersionUID = 1L;

        Crash(String call) {
            super("crashed after " + call);
        }
    }

    /// Crashes after so many calls from here on.
    public synchronized void after(int number) {
        after = number;
        calls = 0;
        last = "";
    }

    /// Lets every call of a method fail from here on, without taking place.
    public synchronized void failing(String method) {
        failing = method;
    }

    /// The latest call.
    public synchronized String last() {
        return last;
    }

    /// A client whose calls are counted.
    public <T> T around(Class<T> type, T client) {
        return type.cast(
                Proxy.newProxyInstance(
                        type.getClassLoader(),
                        new Class<?>[] {type},
                        (proxy, method, arguments) -> {
                            refuse(method.getName());
                            try {
                                return method.invoke(client, arguments);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            } finally {
                                count(method.getName());
                            }
                        }));
    }

    private synchronized void refuse(String call) {
        if (call.equals(failing)) {
            throw SdkClientException.create(call + " fails in this test");
        }
    }

    private synchronized void count(String call) {
        last = call;
        if (++calls == after) {
            after = Integer.MAX_VALUE;
            throw new Crash(call);
        }
    }
}
