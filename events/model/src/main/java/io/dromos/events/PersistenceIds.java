package io.dromos.events;

/// The names under which aggregates are kept in the log.
public final class PersistenceIds {

    /// The one catalog.
    public static final String CATALOG = "catalog";

    /// The one framework.
    public static final String FRAMEWORK = "framework";

    private static final String APPLICATION = "app|";
    private static final String DEPLOYMENT = "deployment|";

    private PersistenceIds() {}

    /// `app|/prod/web`.
    public static String of(AppId app) {
        return APPLICATION + app.path();
    }

    /// `deployment|<uuid>`.
    public static String of(DeploymentId deployment) {
        return DEPLOYMENT + deployment.value();
    }

    /// Whether an application is kept under this name.
    public static boolean isApplication(String persistenceId) {
        return persistenceId.startsWith(APPLICATION);
    }

    /// Whether a deployment is kept under this name.
    public static boolean isDeployment(String persistenceId) {
        return persistenceId.startsWith(DEPLOYMENT);
    }

    /// The application kept under this name.
    ///
    /// @throws IllegalArgumentException if it is none
    public static AppId application(String persistenceId) {
        if (!isApplication(persistenceId))
            throw new IllegalArgumentException(
                    "Not an application's persistence id: " + persistenceId);
        return new AppId(persistenceId.substring(APPLICATION.length()));
    }

    /// The deployment kept under this name.
    ///
    /// @throws IllegalArgumentException if it is none
    public static DeploymentId deployment(String persistenceId) {
        if (!isDeployment(persistenceId))
            throw new IllegalArgumentException(
                    "Not a deployment's persistence id: " + persistenceId);
        return new DeploymentId(persistenceId.substring(DEPLOYMENT.length()));
    }
}
