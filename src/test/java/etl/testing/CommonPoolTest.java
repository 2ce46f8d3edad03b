package etl.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import etl.Main;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Nothing runs on the JDK's common pool, neither in the program nor in its tests. It can have a
 * single thread, as on JDK 25 with two processors, and then tasks that wait for each other never
 * end.
 */
class CommonPoolTest {
  @Test
  void nothing_runs_on_the_common_pool() {
    JavaClasses classes =
        new ClassFileImporter()
            .importUrls(
                Stream.of(Main.class, CommonPoolTest.class)
                    .map(each -> each.getProtectionDomain().getCodeSource().getLocation())
                    .toList())
            .that(JavaClass.Predicates.resideInAPackage("etl.."));

    List<String> wrong =
        classes.stream()
            .flatMap(each -> each.getAccessesFromSelf().stream())
            .filter(access -> isOfCommonPool(access.getTarget()))
            .map(JavaAccess::getDescription)
            .toList();

    assertThat(wrong).isEmpty();
  }

  private static boolean isOfCommonPool(AccessTarget target) {
    if (!(target instanceof CodeUnitAccessTarget called)) {
      return false;
    }
    String name = called.getName();
    return switch (called.getOwner().getName()) {
      case "java.util.concurrent.CompletableFuture", "java.util.concurrent.CompletionStage" ->
          name.endsWith("Async") && !takesExecutor(called);
      case "java.util.concurrent.ForkJoinPool" -> name.equals("commonPool");
      case "java.util.Arrays" -> name.startsWith("parallel");
      default -> name.equals("parallelStream") || isOfStream(called) && name.equals("parallel");
    };
  }

  private static boolean isOfStream(CodeUnitAccessTarget called) {
    return called.getOwner().getPackageName().equals("java.util.stream");
  }

  private static boolean takesExecutor(CodeUnitAccessTarget called) {
    Set<String> parameters =
        called.getRawParameterTypes().stream().map(JavaClass::getName).collect(Collectors.toSet());
    return parameters.contains(Executor.class.getName());
  }
}
