import { Home } from "./home/Home";

export default function HomePage() {
  return <Home />;
}
