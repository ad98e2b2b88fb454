package dev.roadloop.embedded.stepfunctions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadloop.embedded.stepfunctions.asl.AslValidator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Which fields of an ItemReader go together, by its page of the Step Functions developer guide;
/// what it reads then is the matter of [ItemReaderTest].
class ItemReaderFieldsTest {

    @ParameterizedTest(name = "{0} with {1}: {2}")
    @CsvSource(
            quoteCharacter = '`',
            textBlock =
                    """
                    getObject, ``, These fields are required: [InputType]
                    getObject, `'InputType':'XML'`, `Value must be one of [CSV, JSON, JSONL, MANIFEST, PARQUET], but was 'XML'`
                    getObject, `'InputType':'CSV'`, These fields are required: [CSVHeaderLocation]
                    getObject, `'InputType':'CSV','CSVHeaderLocation':'GIVEN'`, CSVHeaderLocation GIVEN needs CSVHeaders
                    getObject, `'InputType':'CSV','CSVHeaderLocation':'FIRST_ROW','CSVDelimiter':';'`, `but was ';'`
                    getObject, `'InputType':'JSON','Transformation':'LOAD_AND_FLATTEN'`, LOAD_AND_FLATTEN needs s3:listObjectsV2
                    getObject, `'InputType':'CSV','CSVHeaderLocation':'FIRST_ROW','ManifestType':'S3_INVENTORY'`, InputType cannot be given with ManifestType S3_INVENTORY
                    getObject, `'InputType':'JSON','ManifestType':'ATHENA_DATA'`, `ManifestType ATHENA_DATA needs an InputType of [CSV, JSONL, PARQUET]`
                    listObjectsV2, `'Transformation':'LOAD_AND_FLATTEN'`, LOAD_AND_FLATTEN needs InputType
                    listObjectsV2, `'ManifestType':'S3_INVENTORY'`, ManifestType needs s3:getObject
                    """)
    void isRefusedWhereItsFieldsDoNotFit(String resource, String config, String message) {
        String definition =
                "{'QueryLanguage':'JSONata','StartAt':'A','States':{'A':{'Type':'Map','End':true,'ItemReader':{'Resource':'arn:aws:states:::s3:"
                        + resource
                        + "','Arguments':{'Bucket':'b'},'ReaderConfig':{"
                        + (config == null ? "" : config)
                        + "}},'ItemProcessor':{'ProcessorConfig':{'Mode':'DISTRIBUTED','ExecutionType':'STANDARD'},'StartAt':'B','States':{'B':{'Type':'Pass','End':true}}}}}}";
        assertThat(AslValidator.errors(definition.replace('\'', '"')))
                .singleElement()
                .asString()
                .contains(
                        message.replace('\'', '"')
                                .replace("\"XML\"", "'XML'")
                                .replace("\";\"", "';'"));
    }
}
