package dev.roadloop.embedded.gateway;

import dev.roadloop.embedded.api.ApiException;
import dev.roadloop.embedded.api.Principal;
import dev.roadloop.embedded.iam.IdentityAccess;
import dev.roadloop.embedded.iam.Permission;
import dev.roadloop.embedded.iam.S3Permissions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/// Checks S3 requests and passes them on to the object store as streams.
final class S3Handler {

    private final IdentityAccess iam;
    private final S3Permissions permissions;
    private final Upstream store;

    S3Handler(IdentityAccess iam, S3Permissions permissions, Upstream store) {
        this.iam = iam;
        this.permissions = permissions;
        this.store = store;
    }

    void handle(HttpRequest request, Principal caller) throws IOException {
        S3Operations.Operation operation = S3Operations.of(request);
        List<Permission> needed =
                new ArrayList<>(
                        permissions.of(
                                operation.name(),
                                operation.bucket(),
                                operation.key(),
                                request.query(),
                                request.header("x-amz-copy-source")));
        Optional<byte[]> body = Optional.empty();
        if (operation.name().equals("DeleteObjects")) {
            body = Optional.of(request.body());
            keys(request.body())
                    .forEach(key -> needed.add(permissions.delete(operation.bucket(), key)));
        }
        iam.check(caller, needed);
        store.forward(request, body);
    }

    private static List<String> keys(byte[] deleteRequest) {
        List<String> keys = new ArrayList<>();
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        try {
            XMLStreamReader reader =
                    factory.createXMLStreamReader(new ByteArrayInputStream(deleteRequest));
            while (reader.hasNext()) {
                if (reader.next() == XMLStreamReader.START_ELEMENT
                        && reader.getLocalName().equals("Key")) {
                    keys.add(reader.getElementText());
                }
            }
        } catch (XMLStreamException e) {
            throw new ApiException(
                    "MalformedXML",
                    400,
                    "The XML you provided was not well-formed: " + e.getMessage());
        }
        return keys;
    }
}
