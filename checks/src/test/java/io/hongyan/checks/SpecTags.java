package io.hongyan.checks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.Annotation;
import java.lang.classfile.AnnotationValue;
import java.lang.classfile.AttributedElement;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/// Reads the marks of one kind, `@Spec` or `@CloudRule`, of all compiled tests, without loading them.
final class SpecTags {
    private static final String PACKAGE = "Lio/hongyan/codec/spec/";

    private final String mark;
    private final SortedMap<String, SortedSet<String>> tests = new TreeMap<>();

    private SpecTags(String mark) {
        this.mark = mark;
    }

    /// Id to the tests that name it, as `module: Class.method`.
    ///
    /// @param mark the annotation's simple name
    static SortedMap<String, SortedSet<String>> in(Repository repository, String mark) {
        var tags = new SpecTags(PACKAGE + mark + ";");
        for (String module : repository.modules()) {
            Path classes = repository.root().resolve(module).resolve("target/test-classes");
            if (!Files.isDirectory(classes)) {
                continue;
            }
            try (Stream<Path> files = Files.walk(classes)) {
                for (Path file :
                        files.filter(path -> path.toString().endsWith(".class")).toList()) {
                    tags.add(module, ClassFile.of().parse(file));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return tags.tests;
    }

    private void add(String module, ClassModel type) {
        String name = type.thisClass().asInternalName();
        String simple = name.substring(name.lastIndexOf('/') + 1).replace('$', '.');
        add(type, module + ": " + simple);
        for (MethodModel method : type.methods()) {
            add(method, module + ": " + simple + "." + method.methodName().stringValue());
        }
    }

    private void add(AttributedElement element, String test) {
        element.findAttribute(Attributes.runtimeVisibleAnnotations()).ifPresent(found -> {
            for (Annotation annotation : found.annotations()) {
                if (annotation.className().equalsString(mark)) {
                    for (String id : ids(annotation)) {
                        tests.computeIfAbsent(id, _ -> new TreeSet<>()).add(test);
                    }
                }
            }
        });
    }

    private static List<String> ids(Annotation annotation) {
        return annotation.elements().stream()
                .flatMap(element -> ((AnnotationValue.OfArray) element.value()).values().stream())
                .map(value -> ((AnnotationValue.OfString) value).stringValue())
                .toList();
    }
}
