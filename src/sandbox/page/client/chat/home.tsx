import { Blocks } from '../blocks/blocks.js';
import { SurfaceProvider } from '../blocks/surface.js';
import { useSession } from '../session.js';

/** What the app published for the person. */
export function Home() {
  const { app, home } = useSession().state;
  if (!home) return <Nothing name={app.name} hasHomeTab={app.hasHomeTab} />;
  return (
    <div class="home" role="tabpanel">
      <SurfaceProvider value={{ target: { view: home.id }, values: home.values }}>
        <Blocks blocks={home.blocks} />
      </SurfaceProvider>
    </div>
  );
}

function Nothing({ name, hasHomeTab }: { readonly name: string; readonly hasHomeTab: boolean }) {
  return (
    <div class="home nothing" role="tabpanel">
      <h2>{hasHomeTab ? 'This is a work in progress' : 'No Home tab'}</h2>
      <p class="quiet">
        {hasHomeTab
          ? `${name} has published nothing here yet.`
          : `${name} has its Home tab turned off in its manifest; in Slack nobody would see this tab.`}
      </p>
    </div>
  );
}
