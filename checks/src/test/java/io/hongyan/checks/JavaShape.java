package io.hongyan.checks;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/// The types and methods of a Java file, as the compiler's parser sees them.
///
/// @param types simple names of named types
record JavaShape(List<String> types, List<Method> methods) {
    /// Parses all files at once, by path.
    static Map<Path, JavaShape> of(Collection<Path> files) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        var shapes = new TreeMap<Path, JavaShape>();
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
            var task = (JavacTask) compiler.getTask(
                    null, manager, _ -> {}, List.of("-proc:none"), null, manager.getJavaFileObjectsFromPaths(files));
            SourcePositions positions = Trees.instance(task).getSourcePositions();
            for (CompilationUnitTree unit : task.parse()) {
                var shape = new JavaShape(new ArrayList<>(), new ArrayList<>());
                new Reader(unit, positions).scan(unit, shape);
                shapes.put(Path.of(unit.getSourceFile().toUri()), shape);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return shapes;
    }

    /// @param line where its signature begins
    /// @param lines from there to its closing brace
    record Method(String name, long line, long lines) {}

    private static final class Reader extends TreeScanner<@Nullable Void, JavaShape> {
        private final CompilationUnitTree unit;
        private final SourcePositions positions;

        Reader(CompilationUnitTree unit, SourcePositions positions) {
            this.unit = unit;
            this.positions = positions;
        }

        @Override
        public @Nullable Void visitClass(ClassTree type, JavaShape shape) {
            if (!type.getSimpleName().isEmpty()) {
                shape.types.add(type.getSimpleName().toString());
            }
            return super.visitClass(type, shape);
        }

        @Override
        public @Nullable Void visitMethod(MethodTree method, JavaShape shape) {
            if (positions.getEndPosition(unit, method) >= 0) {
                long first = line(positions.getStartPosition(unit, method));
                long last = line(positions.getEndPosition(unit, method));
                shape.methods.add(new Method(method.getName().toString(), first, last - first + 1));
            }
            return super.visitMethod(method, shape);
        }

        private long line(long position) {
            return unit.getLineMap().getLineNumber(position);
        }
    }
}
