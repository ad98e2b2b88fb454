package dev.roadloop.embedded.template;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A synthesised CDK application: the resources of all its stacks, resolved, and its assets.
///
/// Immutable. What the template says and the embedded mode cannot give life to is in
/// [#unsupported()]; nothing is dropped on the way.
public final class CloudAssembly {

    private final TemplateSettings settings;
    private final List<CloudResource> resources;
    private final List<FileAsset> files;
    private final List<ImageAsset> images;
    private final Map<String, String> outputs;

    private CloudAssembly(TemplateSettings settings, AssemblyReader reader) {
        ResourceGraph graph = new ResourceGraph(settings, reader.stacks());
        this.settings = settings;
        this.resources = List.copyOf(graph.resources());
        this.files = List.copyOf(reader.files());
        this.images = List.copyOf(reader.images());
        this.outputs = Map.copyOf(graph.outputs());
    }

    /// Reads and evaluates the assembly in `cdkOut`.
    ///
    /// @param cdkOut folder with `manifest.json`
    /// @throws TemplateException naming file or stack, and the place in it
    public static CloudAssembly load(Path cdkOut, TemplateSettings settings) {
        AssemblyReader reader = new AssemblyReader(settings);
        reader.read(cdkOut);
        return new CloudAssembly(settings, reader);
    }

    /// Account, region and endpoint that the resources were resolved with.
    public TemplateSettings settings() {
        return settings;
    }

    /// All resources whose condition holds, in the order of manifest and templates.
    public List<CloudResource> resources() {
        return resources;
    }

    /// The resources of `type`, such as `AWS::S3::Bucket`.
    public List<CloudResource> resources(String type) {
        return resources.stream().filter(resource -> resource.type().equals(type)).toList();
    }

    /// The resource of `type` that `reference` names by its `Ref` value, physical name or ARN.
    public Optional<CloudResource> find(String type, String reference) {
        return resources.stream()
                .filter(resource ->
                        resource.type().equals(type)
                                && (resource.ref().equals(reference)
                                        || resource.arn().equals(reference)
                                        || resource.name().equals(reference)))
                .findFirst();
    }

    /// Resources without a counterpart here, to be listed at start-up.
    public List<CloudResource> unsupported() {
        return resources.stream()
                .filter(r -> r.coverage() == ResourceCoverage.UNSUPPORTED)
                .toList();
    }

    /// Resources that knowingly have no effect here.
    public List<CloudResource> declaredOnly() {
        return resources.stream().filter(r -> r.coverage() == ResourceCoverage.DECLARED).toList();
    }

    /// The file asset that a template refers to by bucket key, as `Code.S3Key` does.
    ///
    /// @throws TemplateException if no asset manifest names it
    public FileAsset fileAsset(String objectKey) {
        return files.stream()
                .filter(file -> file.objectKey().equals(objectKey))
                .findFirst()
                .orElseThrow(() ->
                        new TemplateException(
                                "no asset manifest names a file with the key " + objectKey));
    }

    /// The image asset that a template refers to by its URI, whose tag names it.
    ///
    /// @throws TemplateException if no asset manifest names it
    public ImageAsset imageAsset(String imageUri) {
        String tag = imageUri.substring(imageUri.lastIndexOf(':') + 1);
        return images.stream()
                .filter(image -> image.tag().equals(tag))
                .findFirst()
                .orElseThrow(() ->
                        new TemplateException("no asset manifest names an image " + imageUri));
    }

    /// Values of the stacks' outputs by `<stack>.<output>`.
    public Map<String, String> outputs() {
        return outputs;
    }
}
