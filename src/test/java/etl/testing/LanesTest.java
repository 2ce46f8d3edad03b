package etl.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * The fast lane, {@code mvn -Pquick test}, has every test that starts neither server nor process.
 */
class LanesTest {
  private static final String SERVERS = "servers";

  /** What starts one; in the program itself, the sandbox does. */
  private static final Set<String> STARTERS =
      Set.of(
          "io.zonky.test.db.postgres.embedded.EmbeddedPostgres",
          "org.elasticmq.rest.sqs.SQSRestServerBuilder",
          "java.lang.ProcessBuilder",
          "etl.sandbox.Sandbox");

  private static final JavaClasses TESTS =
      new ClassFileImporter()
          .importUrl(LanesTest.class.getProtectionDomain().getCodeSource().getLocation());

  @Test
  void tests_that_start_a_server_or_a_process_are_tagged_and_no_others() throws Exception {
    Set<String> tagged = new TreeSet<>();
    Set<String> starting = new TreeSet<>();
    for (JavaClass test : TESTS) {
      if (test.getSimpleName().endsWith("Test") && test.isTopLevelClass()) {
        if (isTagged(test)) {
          tagged.add(test.getName());
        }
        if (starts(test)) {
          starting.add(test.getName());
        }
      }
    }

    assertThat(tagged)
        .as("classes with @Tag(\"%s\"): those that start a server or a process", SERVERS)
        .isEqualTo(starting)
        .isNotEmpty();
  }

  private static boolean isTagged(JavaClass test) throws ClassNotFoundException {
    Class<?> loaded = Class.forName(test.getName(), false, LanesTest.class.getClassLoader());
    return AnnotationSupport.findRepeatableAnnotations(loaded, Tag.class).stream()
        .anyMatch(tag -> tag.value().equals(SERVERS));
  }

  /** Itself, or by the tests' other classes that it uses. */
  private static boolean starts(JavaClass test) {
    Set<JavaClass> seen = new HashSet<>(Set.of(test));
    Deque<JavaClass> open = new ArrayDeque<>(seen);
    while (!open.isEmpty()) {
      for (JavaClass used : used(open.pop())) {
        if (STARTERS.contains(used.getName())) {
          return true;
        }
        if (TESTS.contain(used.getName()) && seen.add(used)) {
          open.push(used);
        }
      }
    }
    return false;
  }

  private static Set<JavaClass> used(JavaClass user) {
    return user.getDirectDependenciesFromSelf().stream()
        .map(Dependency::getTargetClass)
        .map(JavaClass::getBaseComponentType)
        .collect(Collectors.toSet());
  }
}
