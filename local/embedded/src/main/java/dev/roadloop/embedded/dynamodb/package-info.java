/// DynamoDB: the template's tables in DynamoDB Local, kept in a file. Start at
/// [dev.roadloop.embedded.dynamodb.DynamoDbTables].
@NullMarked
package dev.roadloop.embedded.dynamodb;

import org.jspecify.annotations.NullMarked;
