package dev.roadloop.embedded.stepfunctions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadloop.embedded.stepfunctions.asl.AslValidator;
import dev.roadloop.embedded.stepfunctions.asl.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is found wrong with definitions, and where.
class AslValidatorTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    'A':{'Type':'Pass','Next':'B'} | MISSING_TRANSITION_TARGET: Missing 'Next' target: B at /States/A/Next
                    'A':{'Type':'Pass','End':true},'B':{'Type':'Pass','End':true} | MISSING_TRANSITION_TARGET: State "B" is not reachable. at /States/B
                    'A':{'Type':'Pass','Next':'B'},'B':{'Type':'Pass','Next':'A'} | MISSING_END_STATE: Workflow has no terminal state at null
                    'A':{'Type':'Pass','End':true,'ResultPath':'$'} | SCHEMA_VALIDATION_FAILED: Field 'ResultPath' is not supported, it belongs to JSONPath: use Output or Assign in JSONata at /States/A
                    'A':{'Type':'Pass','End':true,'Ouput':1} | SCHEMA_VALIDATION_FAILED: Field 'Ouput' is not supported, did you mean 'Output'? at /States/A
                    'A':{'Type':'Pas','End':true} | did you mean 'Pass'? at /States/A/Type
                    'A':{'Type':'Pass'} | Exactly one of "Next" and "End": true is required at /States/A
                    'A':{'Type':'Wait','End':true} | Exactly one of these fields is required: [Seconds, Timestamp] at /States/A
                    'A':{'Type':'Pass','End':true,'Output':'{% $lowrcase("A") %}'} | Unknown JSONata function: $lowrcase, did you mean 'lowercase'? at /States/A/Output
                    'A':{'Type':'Pass','End':true,'Output':'{% $eval("1") %}'} | Unknown JSONata function: $eval
                    'A':{'Type':'Pass','End':true,'Output':{'x':['{% 1 + %}']}} | at /States/A/Output/x[0]
                    'A':{'Type':'Pass','End':true,'Assign':{'states':1}} | The variable name 'states' is reserved at /States/A/Assign/states
                    'A':{'Type':'Pass','End':true,'Output':'{% $nothing %}'} | UNDEFINED_VARIABLE: No state in reach assigns the variable $nothing at /States/A/Output
                    'A':{'Type':'Task','Resource':'arn:aws:states:::lambda:invok','Arguments':{'FunctionName':'f'},'End':true} | The service 'lambda' has no action 'invok', did you mean 'invoke'? at /States/A/Resource
                    'A':{'Type':'Task','Resource':'arn:aws:states:::aws-sdk:s3:getObjekt','End':true} | did you mean 'getObject'? at /States/A/Resource
                    'A':{'Type':'Task','Resource':'arn:aws:states:::lamda:invoke','End':true} | did you mean 'lambda'?
                    'A':{'Type':'Task','Resource':'nonsense','End':true} | Value is not a valid resource ARN: nonsense
                    'A':{'Type':'Task','Resource':'arn:aws:states:::lambda:invoke','Arguments':{'FunctionNam':'f'},'End':true} | The field 'FunctionNam' is not supported by the action, did you mean 'FunctionName'? at /States/A/Arguments
                    'A':{'Type':'Task','Resource':'arn:aws:states:::lambda:invoke','Arguments':{},'End':true} | The field 'FunctionName' is required but was missing at /States/A/Arguments
                    'A':{'Type':'Task','Resource':'arn:aws:states:::lambda:invoke.sync','Arguments':{'FunctionName':'f'},'End':true} | invoke cannot be used with '.sync'
                    'A':{'Type':'Task','Resource':'arn:aws:states:::lambda:invoke','Arguments':{'FunctionName':'f'},'Retry':[{'ErrorEquals':['States.ALL']},{'ErrorEquals':['X']}],'End':true} | States.ALL must be alone in its list, and in the last entry at /States/A/Retry[0]/ErrorEquals
                    'A':{'Type':'Task','Resource':'arn:aws:states:::lambda:invoke','Arguments':{'FunctionName':'f'},'Catch':[{'ErrorEquals':['States.Timout'],'Next':'A'}],'End':true} | 'States.Timout' is not an error name of Step Functions, did you mean 'States.Timeout'? at /States/A/Catch[0]/ErrorEquals
                    'A':{'Type':'Map','ItemProcessor':{'StartAt':'A','States':{'A':{'Type':'Pass','End':true}}},'End':true} | DUPLICATE_STATE_NAME
                    'A':{'Type':'Map','MaxConcurrency':-1,'ItemProcessor':{'StartAt':'B','States':{'B':{'Type':'Pass','End':true}}},'End':true} | Expected a whole number not below 0 or a JSONata expression, but found -1 at /States/A/MaxConcurrency
                    """)
    void namesTheProblemAndWhereItIs(String states, String problem) {
        assertThat(AslValidator.validate(machine(states)))
                .extracting(Problem::toString)
                .anyMatch(
                        text -> text.contains(problem.replace('\'', '\'')),
                        "one that contains " + problem);
    }

    @Test
    void refusesJsonPathMachines() {
        assertThat(
                        AslValidator.errors(
                                "{\"StartAt\":\"A\",\"States\":{\"A\":{\"Type\":\"Pass\",\"End\":true}}}"))
                .extracting(Problem::message)
                .containsExactly(
                        "The query language of the machine is JSONPath, AWS's default. Only JSONata"
                            + " machines run here: set \"QueryLanguage\": \"JSONata\" at the top"
                            + " level");
    }

    @Test
    void refusesDefinitionsOverOneMegabyte() {
        assertThat(
                        AslValidator.errors(
                                machine(
                                        "'A':{'Type':'Pass','End':true,'Comment':'"
                                                + "x".repeat(1_048_576)
                                                + "'}")))
                .extracting(Problem::message)
                .containsExactly("The definition is larger than 1 MB (1,048,576 bytes)");
    }

    @Test
    void hasNothingToSayAboutARightDefinition() {
        assertThat(
                        AslValidator.validate(
                                machine(
                                        "'A':{'Type':'Pass','Assign':{'v':1},'Output':'{% ($f :="
                                            + " function($x){$x*2}; $map([1,2], $f))"
                                            + " %}','Next':'B'},'B':{'Type':'Pass','Output':'{% $v"
                                            + " & \\\"$notavariable(\\\" %}','End':true}")))
                .isEmpty();
    }

    private static String machine(String states) {
        return ("{'QueryLanguage':'JSONata','StartAt':'A','States':{"
                        + states.replace("\\\"", "\u0001")
                                .replace("\"", "\\\"")
                                .replace("\u0001", "\\\"")
                        + "}}")
                .replace('\'', '"');
    }
}
