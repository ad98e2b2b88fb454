package dev.roadloop.embedded.lambda;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Resolves what a class, by way of its superclasses, puts in for an interface's type variable.
final class TypeArguments {

    private TypeArguments() {}

    /// @return the type put in for `target`'s variable `index` by `type`, or `Object` where it is
    ///   left open
    static Type of(Class<?> type, Class<?> target, int index) {
        Type found = search(type, target, index, Map.of());
        return found == null ? Object.class : found;
    }

    private static @Nullable Type search(
            Type type, Class<?> target, int index, Map<TypeVariable<?>, Type> bindings) {
        Class<?> raw;
        Map<TypeVariable<?>, Type> inner = new HashMap<>(bindings);
        switch (type) {
            case ParameterizedType parameterized -> {
                raw = (Class<?>) parameterized.getRawType();
                Type[] arguments = parameterized.getActualTypeArguments();
                for (int i = 0; i < arguments.length; i++) {
                    inner.put(raw.getTypeParameters()[i], resolve(arguments[i], bindings));
                }
                if (raw == target) {
                    return resolve(arguments[index], bindings);
                }
            }
            case Class<?> plain -> raw = plain;
            default -> {
                return null;
            }
        }
        for (Type parent : raw.getGenericInterfaces()) {
            Type found = search(parent, target, index, inner);
            if (found != null) {
                return found;
            }
        }
        Type superclass = raw.getGenericSuperclass();
        return superclass == null ? null : search(superclass, target, index, inner);
    }

    private static Type resolve(Type argument, Map<TypeVariable<?>, Type> bindings) {
        return argument instanceof TypeVariable<?> variable
                ? bindings.getOrDefault(variable, Object.class)
                : argument;
    }
}
