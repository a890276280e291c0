package io.dromos.agent.master;

import io.dromos.agent.master.Amount.Items;
import io.dromos.agent.master.Amount.Range;
import io.dromos.agent.master.Amount.Ranges;
import io.dromos.agent.master.Amount.Scalar;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.Value;

/// Resources as sums: one amount per name, allocation role and reservation, in order of appearance.
/// Immutable.
record Amounts(Map<Kind, Amount> byKind) {

    /// What makes two resources addable.
    ///
    /// @param role the role it is allocated to; empty while it is the agent's own
    /// @param reservation the reservations as Mesos prints them; empty for unreserved resources
    record Kind(String name, String role, String reservation) {

        String text() {
            String allocated = role.isEmpty() ? "" : "(allocated: " + role + ")";
            return name + allocated + reservation;
        }
    }

    /// Nothing.
    static final Amounts NONE = new Amounts(Map.of());

    /// Resources without an allocation are taken as allocated to `role`, which may be empty.
    static Amounts of(List<Resource> resources, String role) {
        Map<Kind, Amount> sums = new LinkedHashMap<>();
        for (Resource resource : resources) {
            String allocated =
                    resource.hasAllocationInfo() ? resource.getAllocationInfo().getRole() : role;
            Kind kind = new Kind(resource.getName(), allocated, reservation(resource));
            sums.merge(kind, amount(resource), Amount::plus);
        }
        return new Amounts(sums).withoutEmpty();
    }

    static Amount amount(Resource resource) {
        return switch (resource.getType()) {
            case SCALAR -> Scalar.of(resource.getScalar().getValue());
            case RANGES ->
                    Ranges.of(
                            resource.getRanges().getRangeList().stream()
                                    .map(range -> new Range(range.getBegin(), range.getEnd()))
                                    .toList());
            case SET, TEXT -> new Items(new TreeSet<>(resource.getSet().getItemList()));
        };
    }

    Amounts plus(Amounts more) {
        Map<Kind, Amount> sums = new LinkedHashMap<>(byKind);
        more.byKind.forEach((kind, amount) -> sums.merge(kind, amount, Amount::plus));
        return new Amounts(sums);
    }

    Amounts minus(Amounts less) {
        Map<Kind, Amount> sums = new LinkedHashMap<>(byKind);
        less.byKind.forEach(
                (kind, amount) -> sums.computeIfPresent(kind, (_, had) -> had.minus(amount)));
        return new Amounts(sums).withoutEmpty();
    }

    boolean contains(Amounts less) {
        return less.byKind.entrySet().stream()
                .allMatch(entry -> {
                    Amount had = byKind.get(entry.getKey());
                    return had != null && had.contains(entry.getValue());
                });
    }

    boolean isEmpty() {
        return byKind.isEmpty();
    }

    /// The same amounts as the agent's own, allocated to nobody.
    Amounts bare() {
        return allocatedTo("");
    }

    /// The same amounts allocated to a role.
    Amounts allocatedTo(String role) {
        Map<Kind, Amount> sums = new LinkedHashMap<>();
        byKind.forEach((kind, amount) ->
                sums.merge(new Kind(kind.name(), role, kind.reservation()), amount, Amount::plus));
        return new Amounts(sums);
    }

    /// The scalars alone.
    Amounts scalars() {
        Map<Kind, Amount> scalars = new LinkedHashMap<>(byKind);
        scalars.values().removeIf(amount -> !(amount instanceof Scalar));
        return new Amounts(scalars);
    }

    /// The sum of all scalars of this name, in thousandths.
    long thousandths(String name) {
        return byKind.entrySet().stream()
                .filter(entry -> entry.getKey().name().equals(name))
                .mapToLong(entry -> entry.getValue() instanceof Scalar(long some) ? some : 0)
                .sum();
    }

    /// In the order of Mesos' offers: ranges, sets, scalars.
    Amounts inOfferOrder() {
        Map<Kind, Amount> sorted = new LinkedHashMap<>();
        for (Class<? extends Amount> type : List.of(Ranges.class, Items.class, Scalar.class)) {
            byKind.forEach((kind, amount) -> {
                if (type.isInstance(amount)) {
                    sorted.put(kind, amount);
                }
            });
        }
        return new Amounts(sorted);
    }

    /// As protobuf, with the allocation where there is one.
    List<Resource> resources() {
        List<Resource> resources = new ArrayList<>();
        byKind.forEach((kind, amount) -> resources.add(resource(kind, amount)));
        return resources;
    }

    private static Resource resource(Kind kind, Amount amount) {
        Resource.Builder resource = Resource.newBuilder().setName(kind.name());
        switch (amount) {
            case Scalar scalar ->
                    resource.setType(Value.Type.SCALAR)
                            .setScalar(Value.Scalar.newBuilder().setValue(scalar.value()));
            case Ranges(List<Range> ranges) -> {
                resource.setType(Value.Type.RANGES);
                for (Range range : ranges) {
                    resource.getRangesBuilder()
                            .addRangeBuilder()
                            .setBegin(range.begin())
                            .setEnd(range.end());
                }
            }
            case Items items ->
                    resource.setType(Value.Type.SET)
                            .setSet(Value.Set.newBuilder().addAllItem(items.items()));
        }
        if (!kind.role().isEmpty()) {
            resource.getAllocationInfoBuilder().setRole(kind.role());
        }
        return resource.build();
    }

    private Amounts withoutEmpty() {
        Map<Kind, Amount> sums = new LinkedHashMap<>(byKind);
        sums.values().removeIf(Amount::isEmpty);
        return new Amounts(Collections.unmodifiableMap(sums));
    }

    @SuppressWarnings("deprecation") // old frameworks reserve by naming a role on the resource
    private static String reservation(Resource resource) {
        if (resource.getReservationsCount() == 0) {
            String role = resource.getRole();
            return role.equals("*") ? "" : "(reservations: [(STATIC," + role + ")])";
        }
        return resource.getReservationsList().stream()
                .map(each -> "(" + each.getType() + "," + each.getRole() + ")")
                .collect(Collectors.joining(",", "(reservations: [", "])"));
    }

    /// As Mesos writes resources into messages: `cpus(allocated: *):0.1; mem(allocated: *):32`.
    @Override
    public String toString() {
        return byKind.entrySet().stream()
                .map(entry -> entry.getKey().text() + ":" + entry.getValue())
                .collect(Collectors.joining("; "));
    }
}
