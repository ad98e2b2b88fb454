package dev.roadloop.embedded.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Finds and builds a function's handler as AWS's Java runtime does, except that a constructor that
/// takes the environment as a `Map<String, String>` is preferred, since functions in one process
/// cannot each have their own `System.getenv`.
///
/// Source: "Define Lambda function handler in Java" of the Lambda developer guide, and the runtime
/// interface client.
final class HandlerLoader {

    private HandlerLoader() {}

    /// @throws Exception what the class's initialiser or constructor throws, unwrapped
    static Handler load(
            FunctionConfig function, ClassLoader loader, Map<String, String> environment)
            throws Exception {
        int separator = function.handler().indexOf("::");
        String className =
                separator < 0 ? function.handler() : function.handler().substring(0, separator);
        String methodName =
                separator < 0 ? "handleRequest" : function.handler().substring(separator + 2);
        Class<?> type;
        try {
            type = Class.forName(className, true, loader);
        } catch (ClassNotFoundException e) {
            throw new ClassNotFoundException("Class not found: " + className, e);
        }
        Object instance = construct(type, environment);
        if (methodName.equals("handleRequest")
                && instance instanceof RequestStreamHandler streams) {
            return (payload, context) ->
                    stream(payload, (in, out) -> streams.handleRequest(in, out, context));
        }
        if (methodName.equals("handleRequest") && instance instanceof RequestHandler<?, ?>) {
            @SuppressWarnings(
                    "unchecked") // the serialiser below makes exactly the handler's declared input
            RequestHandler<Object, Object> typed = (RequestHandler<Object, Object>) instance;
            Payloads payloads =
                    Payloads.of(
                            TypeArguments.of(type, RequestHandler.class, 0),
                            TypeArguments.of(type, RequestHandler.class, 1),
                            loader);
            return (payload, context) ->
                    payloads.write(typed.handleRequest(payloads.read(payload), context));
        }
        return method(type, methodName, instance, loader);
    }

    private static Object construct(Class<?> type, Map<String, String> environment)
            throws Exception {
        try {
            for (var constructor : type.getConstructors()) {
                if (constructor.getParameterCount() == 1
                        && constructor.getParameterTypes()[0] == Map.class) {
                    return constructor.newInstance(environment);
                }
            }
            return type.getConstructor().newInstance();
        } catch (InvocationTargetException e) {
            throw unwrapped(e);
        } catch (NoSuchMethodException e) {
            throw new NoSuchMethodException(
                    "Class " + type.getName() + " has no public zero-argument constructor");
        }
    }

    private static Handler method(Class<?> type, String name, Object instance, ClassLoader loader)
            throws NoSuchMethodException {
        Method method =
                Arrays.stream(type.getMethods())
                        .filter(candidate ->
                                candidate.getName().equals(name)
                                        && !candidate.isBridge()
                                        && acceptable(candidate))
                        .max(Comparator.comparingInt(Method::getParameterCount))
                        .orElseThrow(() ->
                                new NoSuchMethodException(
                                        "No public method named "
                                                + name
                                                + " with appropriate method signature found on"
                                                + " class "
                                                + type.getName()));
        Class<?>[] parameters = method.getParameterTypes();
        if (parameters.length >= 2
                && parameters[0] == InputStream.class
                && parameters[1] == OutputStream.class) {
            return (payload, context) ->
                    stream(
                            payload,
                            (in, out) ->
                                    call(
                                            method,
                                            instance,
                                            parameters.length == 3
                                                    ? new Object[] {in, out, context}
                                                    : new Object[] {in, out}));
        }
        boolean takesContext =
                parameters.length > 0 && parameters[parameters.length - 1] == Context.class;
        boolean takesInput = parameters.length == (takesContext ? 2 : 1);
        Type input = takesInput ? method.getGenericParameterTypes()[0] : Object.class;
        Payloads payloads = Payloads.of(input, method.getGenericReturnType(), loader);
        return (payload, context) -> {
            Object[] arguments = new Object[parameters.length];
            if (takesInput) {
                arguments[0] = payloads.read(payload);
            }
            if (takesContext) {
                arguments[parameters.length - 1] = context;
            }
            return payloads.write(call(method, instance, arguments));
        };
    }

    private static boolean acceptable(Method method) {
        Class<?>[] parameters = method.getParameterTypes();
        return switch (parameters.length) {
            case 0, 1 -> true;
            case 2 ->
                    parameters[1] == Context.class
                            || (parameters[0] == InputStream.class
                                    && parameters[1] == OutputStream.class);
            case 3 ->
                    parameters[0] == InputStream.class
                            && parameters[1] == OutputStream.class
                            && parameters[2] == Context.class;
            default -> false;
        };
    }

    private static @Nullable Object call(
            Method method, Object instance, @Nullable Object[] arguments) throws Exception {
        try {
            return method.invoke(
                    Modifier.isStatic(method.getModifiers()) ? null : instance, arguments);
        } catch (InvocationTargetException e) {
            throw unwrapped(e);
        }
    }

    private static Exception unwrapped(InvocationTargetException wrapper) {
        return switch (wrapper.getCause()) {
            case Exception exception -> exception;
            case Error error -> throw error;
            case null, default -> wrapper;
        };
    }

    private static String stream(String payload, StreamCall call) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        call.handle(new ByteArrayInputStream(payload.getBytes(StandardCharsets.UTF_8)), out);
        return out.toString(StandardCharsets.UTF_8);
    }

    @FunctionalInterface
    private interface StreamCall {
        void handle(InputStream in, OutputStream out) throws Exception;
    }
}
