import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarInputStream;

/**
 * Runs TLC many times in one virtual machine: starting one takes longer than checking a small model. TLC keeps
 * its state in static fields (the order of strings is one of them), so each run loads TLC's classes anew.
 *
 * <p>Usage: {@code java TlcBatch.java tla2tools.jar}. Each line of the standard input is a run: the file for its output,
 * the folder of the module, and TLC's arguments, separated by tabs. The answer to each is a line with the exit status.
 */
public class TlcBatch {
    /** Long enough for any model that is worth comparing. */
    private static final long LIMIT_MS = 15_000;

    public static void main(String[] args) throws Exception {
        Path jar = Path.of(args[0]).toAbsolutePath();
        Map<String, byte[]> files = contents(jar);
        PrintStream answers = new PrintStream(new FileOutputStream(FileDescriptor.out), true);
        BufferedReader requests = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        String line;
        while ((line = requests.readLine()) != null) {
            String[] request = line.split("\t");
            ByteArrayOutputStream output = new ByteArrayOutputStream();
            System.setOut(new PrintStream(output, true));
            System.setErr(System.out);
            int[] status = {-1};
            Thread run = new Thread(null, () -> {
                try {
                    status[0] = check(new FreshLoader(jar, files), request[1], Arrays.copyOfRange(request, 2, request.length));
                } catch (Throwable fault) {
                    fault.printStackTrace(System.out);
                }
            }, "run", 64L << 20);
            run.setDaemon(true);
            run.start();
            run.join(LIMIT_MS);
            Files.write(Path.of(request[0]), output.toByteArray());
            if (run.isAlive()) {
                // A thread cannot be ended from outside, only the machine; whoever asks starts another.
                Runtime.getRuntime().halt(3);
            }
            answers.println(status[0]);
        }
        System.exit(0);
    }

    /** What {@code TLC.main} does, but without ending the process. */
    private static int check(ClassLoader loader, String folder, String[] arguments) throws Exception {
        Thread.currentThread().setContextClassLoader(loader);
        Class<?> tlcClass = loader.loadClass("tlc2.TLC");
        Class<?> resolverClass = loader.loadClass("util.SimpleFilenameToStream");
        Object tlc = tlcClass.getConstructor().newInstance();
        if (!(Boolean) tlcClass.getMethod("handleParameters", String[].class).invoke(tlc, (Object) arguments)) {
            return 1;
        }
        Object resolver = resolverClass.getConstructor(String.class).newInstance(folder);
        tlcClass.getMethod("setResolver", loader.loadClass("util.FilenameToStream")).invoke(tlc, resolver);
        int error = (Integer) tlcClass.getMethod("process").invoke(tlc);
        Class<?> statuses = loader.loadClass("tlc2.output.EC$ExitStatus");
        return (Integer) statuses.getMethod("errorConstantToExitStatus", int.class).invoke(null, error);
    }

    private static Map<String, byte[]> contents(Path jar) throws IOException {
        Map<String, byte[]> files = new HashMap<>();
        try (JarInputStream in = new JarInputStream(Files.newInputStream(jar))) {
            for (JarEntry entry = in.getNextJarEntry(); entry != null; entry = in.getNextJarEntry()) {
                files.put(entry.getName(), in.readAllBytes());
            }
        }
        return files;
    }

    /** Defines every class of the jar by itself, so that no static field outlives a run. */
    private static final class FreshLoader extends ClassLoader {
        private final Path jar;
        private final Map<String, byte[]> files;

        FreshLoader(Path jar, Map<String, byte[]> files) {
            super(ClassLoader.getPlatformClassLoader());
            this.jar = jar;
            this.files = files;
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            byte[] bytes = files.get(name.replace('.', '/') + ".class");
            if (bytes == null) {
                throw new ClassNotFoundException(name);
            }
            return defineClass(name, bytes, 0, bytes.length);
        }

        @Override
        protected URL findResource(String name) {
            try {
                boolean known = files.containsKey(name) || files.containsKey(name + "/");
                return known ? new URL("jar:" + jar.toUri() + "!/" + name) : null;
            } catch (MalformedURLException impossible) {
                throw new AssertionError(impossible);
            }
        }
    }
}
