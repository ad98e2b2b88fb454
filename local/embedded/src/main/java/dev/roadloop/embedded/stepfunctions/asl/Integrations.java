package dev.roadloop.embedded.stepfunctions.asl;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The integrations that AWS has for the services of the embedded mode, with the spelling of their
/// parameters. See AWS, "Integrating services with Step Functions", and the API reference of each
/// service.
final class Integrations {

    /// An action.
    ///
    /// @param suffixes answer patterns of the optimised integration, `""` for request-response
    /// @param required parameters that must be there
    /// @param parameters all parameters; empty where they are not checked
    record Operation(Set<String> suffixes, Set<String> required, Set<String> parameters) {}

    private static final String WAIT = " .waitForTaskToken";

    private static final Map<String, Map<String, Operation>> OPTIMISED =
            Map.ofEntries(
                    service(
                            "lambda",
                            "invoke|"
                                    + WAIT
                                    + "|FunctionName!,Payload,ClientContext,InvocationType,LogType,Qualifier"),
                    service(
                            "batch",
                            "submitJob|"
                                + " .sync|JobName!,JobQueue!,JobDefinition!,ArrayProperties,ContainerOverrides,DependsOn,"
                                + "EcsPropertiesOverride,EksPropertiesOverride,NodeOverrides,Parameters,PropagateTags,"
                                + "RetryStrategy,SchedulingPriorityOverride,ShareIdentifier,Tags,Timeout"),
                    service(
                            "states",
                            "startExecution| .sync .sync:2"
                                    + " .waitForTaskToken|StateMachineArn!,Input,Name,TraceHeader"),
                    service("events", "putEvents|" + WAIT + "|Entries!,EndpointId"),
                    service(
                            "sqs",
                            "sendMessage|"
                                    + WAIT
                                    + "|QueueUrl!,MessageBody!,DelaySeconds,MessageAttributes,"
                                    + "MessageDeduplicationId,MessageGroupId,MessageSystemAttributes"),
                    service("sns", "publish|" + WAIT + "|"),
                    service("ecs", "runTask| .sync .waitForTaskToken|"),
                    service("glue", "startJobRun| .sync|"),
                    service(
                            "athena",
                            "startQueryExecution| .sync|",
                            "stopQueryExecution||",
                            "getQueryExecution||",
                            "getQueryResults||"),
                    service(
                            "sagemaker",
                            "createTrainingJob| .sync|",
                            "createTransformJob| .sync|",
                            "createProcessingJob| .sync|",
                            "createHyperParameterTuningJob| .sync|",
                            "createLabelingJob| .sync|",
                            "createEndpoint||",
                            "createEndpointConfig||",
                            "createModel||",
                            "updateEndpoint||"),
                    service(
                            "dynamodb",
                            "getItem||TableName!,Key!,AttributesToGet,ConsistentRead,ExpressionAttributeNames,"
                                + "ProjectionExpression,ReturnConsumedCapacity",
                            "putItem||TableName!,Item!,ConditionExpression,ConditionalOperator,Expected,ExpressionAttributeNames,"
                                + "ExpressionAttributeValues,ReturnConsumedCapacity,ReturnItemCollectionMetrics,ReturnValues",
                            "updateItem||TableName!,Key!,AttributeUpdates,ConditionExpression,ConditionalOperator,Expected,"
                                + "ExpressionAttributeNames,ExpressionAttributeValues,ReturnConsumedCapacity,"
                                + "ReturnItemCollectionMetrics,ReturnValues,UpdateExpression",
                            "deleteItem||TableName!,Key!,ConditionExpression,ConditionalOperator,Expected,"
                                + "ExpressionAttributeNames,ExpressionAttributeValues,ReturnConsumedCapacity,"
                                + "ReturnItemCollectionMetrics,ReturnValues"));

    private static final Map<String, Map<String, Operation>> SDK =
            Map.ofEntries(
                    service(
                            "s3",
                            "abortMultipartUpload||",
                            "completeMultipartUpload||",
                            "copyObject||",
                            "createBucket||",
                            "createMultipartUpload||",
                            "deleteBucket||",
                            "deleteObject||",
                            "deleteObjects||",
                            "deleteObjectTagging||",
                            "getBucketLocation||",
                            "getObjectAttributes||",
                            "getObjectTagging||",
                            "headBucket||",
                            "headObject||",
                            "listBuckets||",
                            "listMultipartUploads||",
                            "listObjects||",
                            "listObjectVersions||",
                            "listParts||",
                            "putObjectTagging||",
                            "restoreObject||",
                            "uploadPart||",
                            "uploadPartCopy||",
                            "getObject||Bucket!,Key!,IfMatch,IfModifiedSince,IfNoneMatch,IfUnmodifiedSince,Range,PartNumber,"
                                + "VersionId,ChecksumMode,ExpectedBucketOwner,RequestPayer,ResponseContentType,"
                                + "ResponseCacheControl,ResponseContentDisposition,ResponseContentEncoding,"
                                + "ResponseContentLanguage,ResponseExpires,SSECustomerAlgorithm,SSECustomerKey,"
                                + "SSECustomerKeyMD5",
                            "listObjectsV2||Bucket!,ContinuationToken,Delimiter,EncodingType,ExpectedBucketOwner,FetchOwner,"
                                + "MaxKeys,OptionalObjectAttributes,Prefix,RequestPayer,StartAfter",
                            "putObject||"),
                    service(
                            "dynamodb",
                            "batchGetItem||",
                            "batchWriteItem||",
                            "deleteItem||",
                            "describeTable||",
                            "executeStatement||",
                            "executeTransaction||",
                            "batchExecuteStatement||",
                            "getItem||",
                            "listTables||",
                            "putItem||",
                            "query||",
                            "scan||",
                            "transactGetItems||",
                            "transactWriteItems||",
                            "updateItem||"),
                    service(
                            "sqs",
                            "changeMessageVisibility||",
                            "deleteMessage||",
                            "deleteMessageBatch||",
                            "getQueueAttributes||",
                            "getQueueUrl||",
                            "listQueues||",
                            "purgeQueue||",
                            "receiveMessage||",
                            "sendMessage||",
                            "sendMessageBatch||",
                            "setQueueAttributes||"),
                    service(
                            "eventbridge",
                            "putEvents||",
                            "listRules||",
                            "describeRule||",
                            "putRule||",
                            "enableRule||",
                            "disableRule||"),
                    service(
                            "lambda",
                            "invoke||",
                            "getFunction||",
                            "getFunctionConfiguration||",
                            "listFunctions||",
                            "invokeAsync||"),
                    service(
                            "batch",
                            "cancelJob||",
                            "describeJobs||",
                            "describeJobDefinitions||",
                            "describeJobQueues||",
                            "listJobs||",
                            "submitJob||",
                            "terminateJob||",
                            "describeComputeEnvironments||"),
                    service(
                            "sfn",
                            "describeExecution||",
                            "describeMapRun||",
                            "describeStateMachine||",
                            "getExecutionHistory||",
                            "listExecutions||",
                            "listMapRuns||",
                            "listStateMachines||",
                            "redriveExecution||",
                            "sendTaskFailure||",
                            "sendTaskHeartbeat||",
                            "sendTaskSuccess||",
                            "startExecution||",
                            "startSyncExecution||",
                            "stopExecution||",
                            "updateMapRun||"),
                    service(
                            "kms",
                            "decrypt||",
                            "encrypt||",
                            "generateDataKey||",
                            "getPublicKey||",
                            "sign||",
                            "verify||",
                            "describeKey||"),
                    service("sts", "getCallerIdentity||", "assumeRole||"));

    private Integrations() {}

    static @Nullable Map<String, Operation> optimised(String service) {
        return OPTIMISED.get(service);
    }

    static Set<String> optimisedServices() {
        return OPTIMISED.keySet();
    }

    /// Null for a service whose actions are not known here; they are then not checked.
    static @Nullable Map<String, Operation> sdk(String service) {
        return SDK.get(service);
    }

    /// @param specs `action|suffixes after the empty one|parameters`, the required ones with `!`
    private static Map.Entry<String, Map<String, Operation>> service(String name, String... specs) {
        Map<String, Operation> operations = new HashMap<>();
        for (String spec : specs) {
            String[] parts = spec.split("\\|", -1);
            Set<String> suffixes = new LinkedHashSet<>(Set.of(""));
            Arrays.stream(parts[1].strip().split(" ")).forEach(suffixes::add);
            Set<String> parameters =
                    Arrays.stream(parts[2].split(","))
                            .filter(parameter -> !parameter.isEmpty())
                            .collect(Collectors.toSet());
            operations.put(
                    parts[0],
                    new Operation(
                            Set.copyOf(suffixes),
                            parameters.stream()
                                    .filter(p -> p.endsWith("!"))
                                    .map(p -> p.substring(0, p.length() - 1))
                                    .collect(Collectors.toSet()),
                            parameters.stream()
                                    .map(p -> p.replace("!", ""))
                                    .collect(Collectors.toSet())));
        }
        return Map.entry(name, Map.copyOf(operations));
    }
}
