package io.dromos.simulation;

import io.dromos.domain.catalog.Edit;
import io.dromos.events.AppId;
import io.dromos.events.GroupId;
import io.dromos.json.ApplicationReader;
import io.dromos.json.Documents;
import io.dromos.json.GroupReader;
import io.dromos.json.Read;
import java.nio.charset.StandardCharsets;

/// A group of three applications, each of which waits for the one before.
final class Shop {

    static final GroupId GROUP = new GroupId("/shop");

    /// One instance, one more while it is exchanged.
    static final AppId DB = new AppId("/shop/db");

    /// Two instances, one to three while they are exchanged.
    static final AppId API = new AppId("/shop/api");

    /// Three instances, three or four while they are exchanged.
    static final AppId WEB = new AppId("/shop/web");

    /// A group within it that may have the last two of them, and what they are called then.
    static final GroupId BACK = new GroupId("/shop/back");

    static final AppId BACK_API = new AppId("/shop/back/api");
    static final AppId BACK_WEB = new AppId("/shop/back/web");

    /// Only one machine has this, and takes one instance.
    private static final String NARROW =
            "\"constraints\":[[\"hostname\",\"UNIQUE\"],[\"rack\",\"LIKE\",\"0\"]],";

    private Shop() {}

    /// The whole group, all of it at one number.
    static Edit put(int number) {
        return put(number, "");
    }

    /// The same, but there is a place for one instance of the second application only.
    static Edit putNarrow(int number) {
        return put(number, NARROW);
    }

    private static Edit put(int number, String more) {
        var apps =
                "%s,%s,%s"
                        .formatted(
                                db(number),
                                api(number, "/shop/db", more),
                                web(number, "/shop/api"));
        return group(GROUP, "{\"id\":\"/shop\",\"apps\":[%s]}".formatted(apps));
    }

    /// The whole group, with the last two in the group within it.
    static Edit putNested(int number) {
        return group(
                GROUP,
                "{\"id\":\"/shop\",\"apps\":[%s],\"groups\":[%s]}"
                        .formatted(db(number), back(number, "")));
    }

    /// The group within alone; there is a place for one instance of its first application only.
    static Edit putBackNarrow(int number) {
        return group(BACK, back(number, NARROW));
    }

    private static String back(int number, String more) {
        return "{\"id\":\"/shop/back\",\"apps\":[%s,%s]}"
                .formatted(api(number, "/shop/db", more), web(number, "/shop/back/api"));
    }

    private static String db(int number) {
        return app("db", number, 1, 1, 0, "", "");
    }

    private static String api(int number, String waitsFor, String more) {
        return app("api", number, 2, 0.5, 0.5, waitsFor, more);
    }

    private static String web(int number, String waitsFor) {
        return app("web", number, 3, 1, 0.34, waitsFor, "");
    }

    private static Edit group(GroupId group, String document) {
        var read =
                Documents.parse(document.getBytes(StandardCharsets.UTF_8))
                        .then(it -> GroupReader.group(it, group));
        if (read instanceof Read.Good<GroupReader.Wanted>(var wanted)
                && wanted instanceof GroupReader.Wanted.Put(var patch))
            return new Edit.PutGroup(patch, true);
        throw new IllegalStateException(document + ": " + read);
    }

    private static String app(
            String name,
            int number,
            int instances,
            double least,
            double more,
            String waitsFor,
            String further) {
        return """
        {"id":"%s",%s"cmd":"sleep %d","instances":%d,"cpus":0.5,"mem":32,"backoffSeconds":1,
         "upgradeStrategy":{"minimumHealthCapacity":%s,"maximumOverCapacity":%s},
         "dependencies":[%s]}
        """
                .formatted(
                        name,
                        further,
                        number,
                        instances,
                        least,
                        more,
                        waitsFor.isEmpty() ? "" : "\"" + waitsFor + "\"");
    }

    /// One application goes to a number, and takes any place.
    static Edit update(AppId app, int number) {
        var document = "{\"cmd\":\"sleep %d\",\"constraints\":[]}".formatted(number);
        var read =
                Documents.parse(document.getBytes(StandardCharsets.UTF_8))
                        .then(ApplicationReader::update);
        if (read instanceof Read.Good<ApplicationReader.Update> good)
            return new Edit.Update(app, good.value().patch(), false, false);
        throw new IllegalStateException(document + ": " + read);
    }
}
