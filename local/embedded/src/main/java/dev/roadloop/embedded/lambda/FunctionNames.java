package dev.roadloop.embedded.lambda;

/// The ways to name a function: `Name`, `Name:alias`, `123456789012:function:Name` and the ARN,
/// qualified or not.
final class FunctionNames {

    private static final String MARK = "function:";

    private FunctionNames() {}

    static String name(String reference) {
        int mark = reference.indexOf(MARK);
        String rest = mark < 0 ? reference : reference.substring(mark + MARK.length());
        int qualifier = rest.indexOf(':');
        return qualifier < 0 ? rest : rest.substring(0, qualifier);
    }
}
