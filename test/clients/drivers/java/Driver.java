import com.keepersecurity.secretsManager.core.*;
import java.io.BufferedReader;
import java.io.FileInputStream;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import kotlinx.serialization.json.*;

/** Drives the Java SDK by its public functions: see ../../support/line-driver.ts for the lines. JSON is read by what the SDK brings along. */
public class Driver {
    private interface Deed {
        JsonElement of(Wanted wanted) throws Exception;
    }

    /** What a deed is told. */
    private record Wanted(JsonObject members) {
        String text(String name) {
            return members.get(name) instanceof JsonPrimitive found && !(found instanceof JsonNull) ? found.getContent() : null;
        }

        boolean flag(String name) {
            return "true".equals(text(name));
        }

        List<String> texts(String name) {
            List<String> found = new ArrayList<>();
            if (members.get(name) instanceof JsonArray list) for (JsonElement one : list) found.add(((JsonPrimitive) one).getContent());
            return found;
        }
    }

    private SecretsManagerOptions options;
    private final Map<String, KeeperRecord> records = new HashMap<>();
    private final Map<String, Deed> deeds = new HashMap<>();

    private Driver() {
        deeds.put("open", this::open);
        deeds.put("read", this::read);
        deeds.put("notation", with -> text(SecretsManager.getNotationResults(options, with.text("notation")).get(0)));
        deeds.put("save", this::save);
        deeds.put("finish", with -> nothing(() -> SecretsManager.completeTransaction(options, with.text("record"), with.flag("rollback"))));
        deeds.put("links", this::links);
        deeds.put("create", this::create);
        deeds.put("remove", this::remove);
        deeds.put("folders", this::folders);
        deeds.put("createFolder", with -> text(SecretsManager.createFolder(options, place(with), with.text("name"))));
        deeds.put("renameFolder", with -> nothing(() -> SecretsManager.updateFolder(options, with.text("folder"), with.text("name"))));
        deeds.put("upload", this::upload);
        deeds.put("download", this::download);
        deeds.put("detach", this::detach);
    }

    private JsonElement open(Wanted with) throws Exception {
        trust(with.text("caFile"));
        knowServer(with.text("serverPublicKey"));
        LocalConfigStorage storage = new LocalConfigStorage(Path.of(with.text("folder"), "ksm-config.json").toString());
        if (with.text("token") != null) SecretsManager.initializeStorage(storage, with.text("token"), with.text("hostname"));
        options = new SecretsManagerOptions(storage);
        return JsonNull.INSTANCE;
    }

    /** This release knows the vendor's keys alone: ours takes the place of the one that it uses. */
    @SuppressWarnings("unchecked")
    private static void knowServer(String key) throws Exception {
        var keys = SecretsManager.class.getDeclaredField("keeperPublicKeys");
        keys.setAccessible(true);
        ((Map<Integer, byte[]>) keys.get(null)).put(7, Base64.getUrlDecoder().decode(key));
    }

    /** As a trust store would, without a file for each test. */
    private static void trust(String caFile) throws Exception {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        try (InputStream pem = new FileInputStream(caFile)) {
            store.setCertificateEntry("keepwatch", CertificateFactory.getInstance("X.509").generateCertificate(pem));
        }
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        HttpsURLConnection.setDefaultSSLSocketFactory(context.getSocketFactory());
    }

    private JsonElement read(Wanted with) {
        QueryOptions query = new QueryOptions(with.texts("records"), with.texts("folders"));
        return list(SecretsManager.getSecrets2(options, query).getRecords(), record -> {
            records.put(record.getRecordUid(), record);
            return object(Map.of(
                "uid", text(record.getRecordUid()),
                "title", text(record.getTitle()),
                "password", text(record.getPassword() == null ? "" : record.getPassword()),
                "files", list(filesOf(record), file -> text(file.getData().getName()))));
        });
    }

    private static List<KeeperFile> filesOf(KeeperRecord record) {
        return record.getFiles() == null ? List.of() : record.getFiles();
    }

    private JsonElement save(Wanted with) {
        KeeperRecord record = records.get(with.text("record"));
        record.updatePassword(with.text("password"));
        UpdateTransactionType kind = with.text("transaction") == null ? null : UpdateTransactionType.ROTATION;
        return nothing(() -> SecretsManager.updateSecretWithOptions(options, record, new UpdateOptions(kind, with.texts("links"))));
    }

    private JsonElement links(Wanted with) {
        QueryOptions query = new QueryOptions(List.of(with.text("record")), List.of(), true);
        KeeperRecord record = SecretsManager.getSecrets2(options, query).getRecords().get(0);
        return list(record.getLinks() == null ? List.of() : record.getLinks(), link ->
            object(Map.of("uid", text(link.getRecordUid()), "admin", JsonElementKt.JsonPrimitive(link.isAdminUser()))));
    }

    private static CreateOptions place(Wanted with) {
        return new CreateOptions(with.text("folder"), with.text("below"));
    }

    private JsonElement create(Wanted with) {
        List<KeeperRecordField> fields = List.of(new Login("robot"), new Password(with.text("password")));
        return text(SecretsManager.createSecret2(options, place(with), new KeeperRecordData(with.text("title"), "login", fields)));
    }

    private JsonElement remove(Wanted with) {
        return list(SecretsManager.deleteSecret(options, with.texts("records")).getRecords(), one -> text(one.getResponseCode()));
    }

    private JsonElement folders(Wanted with) {
        return list(SecretsManager.getFolders(options), folder -> object(Map.of(
            "uid", text(folder.getFolderUid()),
            "parent", folder.getParentUid() == null ? JsonNull.INSTANCE : text(folder.getParentUid()),
            "name", text(folder.getName()))));
    }

    private JsonElement upload(Wanted with) throws Exception {
        Path file = Path.of(with.text("file"));
        String name = file.getFileName().toString();
        KeeperFileUpload upload = new KeeperFileUpload(name, name, "text/plain", Files.readAllBytes(file));
        return text(SecretsManager.uploadFile(options, records.get(with.text("record")), upload));
    }

    private JsonElement download(Wanted with) throws Exception {
        KeeperFile file = records.get(with.text("record")).getFileByName(with.text("name"));
        Files.write(Path.of(with.text("into")), SecretsManager.downloadFile(file));
        return JsonNull.INSTANCE;
    }

    private JsonElement detach(Wanted with) {
        KeeperRecord record = records.get(with.text("record"));
        List<String> links = List.of(record.getFileByName(with.text("name")).getFileUid());
        return nothing(() -> SecretsManager.updateSecretWithOptions(options, record, new UpdateOptions(null, links)));
    }

    private static JsonElement nothing(Runnable act) {
        act.run();
        return JsonNull.INSTANCE;
    }

    private static JsonElement text(String value) {
        return JsonElementKt.JsonPrimitive(value);
    }

    private static JsonElement object(Map<String, JsonElement> members) {
        return new JsonObject(members);
    }

    private static <Item> JsonElement list(List<Item> items, Function<Item, JsonElement> of) {
        return new JsonArray(items.stream().map(of).toList());
    }

    private String answer(String line) {
        JsonObject told = (JsonObject) Json.Default.parseToJsonElement(line);
        Map<String, JsonElement> answer = new HashMap<>(Map.of("id", told.get("id")));
        try {
            String name = ((JsonPrimitive) told.get("do")).getContent();
            answer.put("ok", deeds.get(name).of(new Wanted((JsonObject) told.get("with"))));
        } catch (Exception error) { // whatever it is, it is what the user is told
            answer.put("error", text(String.valueOf(error.getMessage())));
        }
        return new JsonObject(answer).toString();
    }

    public static void main(String[] args) throws Exception {
        Driver driver = new Driver();
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            System.out.write((driver.answer(line) + "\n").getBytes(StandardCharsets.UTF_8));
            System.out.flush();
        }
    }
}
