package dev.roadloop.embedded.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.InvalidEventPatternException;

/// The comparison operators of event patterns, with patterns and outcomes as "Comparison operators
/// for use in event patterns" of the EventBridge user guide shows them.
@Deviates(server = "moto", because = "it has no TestEventPattern")
class EventPatternContract {

    @RegisterExtension static final Contract CONTRACT = new Contract();

    private final EventBridgeClient events = CONTRACT.events();

    @AfterEach
    void close() {
        events.close();
    }

    private boolean matches(String pattern, String detail) {
        return events.testEventPattern(request ->
                        request.eventPattern(pattern)
                                .event(
                                        """
                                        {"version": "0", "id": "3e3c153a-8339-4e30-8c35-687ebef853fe", "detail-type": "EC2 Instance Launch Successful",
                                         "source": "aws.autoscaling", "account": "123456789012", "time": "2017-10-02T18:43:48Z", "region": "us-east-1",
                                         "resources": ["arn:aws:ec2:us-east-1:123456789012:instance/i-1"], "detail": %s}\
                                        """
                                                .formatted(detail)))
                .result();
    }

    @ParameterizedTest(name = "{0} with {1}: {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {"source":["aws.autoscaling"]} | {} | true
                    {"source":["aws.ec2","aws.autoscaling"]} | {} | true
                    {"source":["aws.ec2"]} | {} | false
                    {"source":["AWS.autoscaling"]} | {} | false
                    {"source":["aws.autoscaling"],"detail-type":["other"]} | {} | false
                    {"resources":["arn:aws:ec2:us-east-1:123456789012:instance/i-1"]} | {} | true
                    {"time":[{"prefix":"2017-10-02"}]} | {} | true
                    {"time":[{"prefix":"2017-10-03"}]} | {} | false
                    {"source":[{"prefix":{"equals-ignore-case":"AWS.auto"}}]} | {} | true
                    {"detail":{"FileName":[{"suffix":".png"}]}} | {"FileName":"a/road.png"} | true
                    {"detail":{"FileName":[{"suffix":".png"}]}} | {"FileName":"a/road.PNG"} | false
                    {"detail":{"FileName":[{"suffix":{"equals-ignore-case":".png"}}]}} | {"FileName":"a/road.PNG"} | true
                    {"detail":{"state":[{"anything-but":"initializing"}]}} | {"state":"running"} | true
                    {"detail":{"state":[{"anything-but":"initializing"}]}} | {"state":"initializing"} | false
                    {"detail":{"state":[{"anything-but":"initializing"}]}} | {} | false
                    {"detail":{"x-limit":[{"anything-but":[100,200,300]}]}} | {"x-limit":100} | false
                    {"detail":{"x-limit":[{"anything-but":[100,200,300]}]}} | {"x-limit":301} | true
                    {"detail":{"state":[{"anything-but":{"prefix":"init"}}]}} | {"state":"initializing"} | false
                    {"detail":{"state":[{"anything-but":{"prefix":"init"}}]}} | {"state":"running"} | true
                    {"detail":{"FileName":[{"anything-but":{"suffix":".txt"}}]}} | {"FileName":"a.txt"} | false
                    {"detail":{"state":[{"anything-but":{"equals-ignore-case":"INITIALIZING"}}]}} | {"state":"initializing"} | false
                    {"detail":{"path":[{"anything-but":{"wildcard":"*/lib/*"}}]}} | {"path":"a/lib/b"} | false
                    {"detail":{"path":[{"anything-but":{"wildcard":"*/lib/*"}}]}} | {"path":"a/src/b"} | true
                    {"detail":{"c-count":[{"numeric":[">",0,"<=",5]}]}} | {"c-count":5} | true
                    {"detail":{"c-count":[{"numeric":[">",0,"<=",5]}]}} | {"c-count":0} | false
                    {"detail":{"c-count":[{"numeric":["=",3.018e2]}]}} | {"c-count":301.8} | true
                    {"detail":{"c-count":[{"numeric":["<",10]}]}} | {"c-count":"9"} | false
                    {"detail":{"count":[301]}} | {"count":301.0} | true
                    {"detail":{"sourceIPAddress":[{"cidr":"10.0.0.0/24"}]}} | {"sourceIPAddress":"10.0.0.123"} | true
                    {"detail":{"sourceIPAddress":[{"cidr":"10.0.0.0/24"}]}} | {"sourceIPAddress":"10.0.1.1"} | false
                    {"detail":{"c-count":[{"exists":true}]}} | {"c-count":0} | true
                    {"detail":{"c-count":[{"exists":true}]}} | {} | false
                    {"detail":{"c-count":[{"exists":false}]}} | {} | true
                    {"detail":{"c-count":[{"exists":false}]}} | {"c-count":1} | false
                    {"detail-type":[{"equals-ignore-case":"ec2 instance launch successful"}]} | {} | true
                    {"detail":{"FileName":[{"wildcard":"dir/*.png"}]}} | {"FileName":"dir/a/road.png"} | true
                    {"detail":{"FileName":[{"wildcard":"dir/*.png"}]}} | {"FileName":"other/road.png"} | false
                    {"detail":{"eventVersion":[""]}} | {"eventVersion":""} | true
                    {"detail":{"responseElements":[null]}} | {"responseElements":null} | true
                    {"detail":{"responseElements":[null]}} | {"responseElements":""} | false
                    {"detail":{"tags":["b","c"]}} | {"tags":["a","b"]} | true
                    {"detail":{"tags":["c"]}} | {"tags":["a","b"]} | false
                    {"detail":{"on":[true]}} | {"on":true} | true
                    {"detail":{"on":[true]}} | {"on":"true"} | false
                    {"detail":{"$or":[{"metricName":["CPUUtilization","ReadLatency"]},{"namespace":["AWS/EC2"]}]}} | {"metricName":"ReadLatency","namespace":"x"} | true
                    {"detail":{"$or":[{"metricName":["CPUUtilization","ReadLatency"]},{"namespace":["AWS/EC2"]}]}} | {"metricName":"x","namespace":"AWS/EC2"} | true
                    {"detail":{"$or":[{"metricName":["CPUUtilization","ReadLatency"]},{"namespace":["AWS/EC2"]}]}} | {"metricName":"x","namespace":"y"} | false
                    {"source":["aws.autoscaling"],"detail":{"$or":[{"c-count":[{"numeric":[">",0,"<=",5]}]},{"d-count":[{"numeric":["<",10]}]},{"x-limit":[{"anything-but":[100,200,300]}]}]}} | {"c-count":7,"d-count":8} | true
                    {"detail":{"instance":{"tags":{"Name":["a"]}}}} | {"instance":{"tags":{"Name":"a"}}} | true
                    """)
    @Tag("slow")
    void lets(String pattern, String detail, boolean through) {
        assertThat(matches(pattern, detail)).isEqualTo(through);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {"source":"aws.ec2"}
                    {"detail":{"state":[{"prefx":"a"}]}}
                    {"detail":{"count":[{"numeric":["~",3]}]}}
                    {"detail":{"count":[{"numeric":[">",5,"<",3]}]}}
                    {"detail":{"ip":[{"cidr":"10.0.0.0/64"}]}}
                    {"source":[]}
                    no json
                    """)
    void refusesAPatternThatMeansNothing(String pattern) {
        assertThatThrownBy(() -> matches(pattern, "{}"))
                .isInstanceOf(InvalidEventPatternException.class);
    }

    @Test
    void everyFieldOfThePatternHasToMatchAndOtherFieldsOfTheEventDoNotMatter() {
        String pattern = "{\"detail\":{\"a\":[1],\"b\":[2]}}";
        assertThat(matches(pattern, "{\"a\":1,\"b\":2,\"c\":3}")).isTrue();
        assertThat(matches(pattern, "{\"a\":1,\"b\":3}")).isFalse();
    }
}
