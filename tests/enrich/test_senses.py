"""Names that are also words: each once as the tool and once as the other thing, and the rules tell them apart."""

import pytest

from vitrine.enrich import Text, enrich

# slug, a title that means the tool, a title that means something else
SENSES = [
    ("go", "Learn Go in one hour: goroutines and channels", "Go to sleep: rain sounds for ten hours"),
    ("go", "Building a REST API in Go", "Don't Go There! Our worst hotel in Berlin"),
    ("r", "Data analysis in R with ggplot2", "R rated movies you must not miss"),
    ("r", "Linear regression in R for beginners", "Honda Civic Type R: first drive"),
    ("c", "Pointers in C explained for programmers", "Vitamin C serum: does it work?"),
    ("c", "Write your own memory allocator in C", "C major scale for piano beginners"),
    ("swift", "Swift concurrency: async and await in Xcode", "Taylor Swift - Love Story (guitar cover)"),
    ("swift", "iOS app development with Swift", "Suzuki Swift Sport review"),
    ("react", "React hooks tutorial: useState and useEffect", "Kids react to a rotary phone"),
    ("react", "Build a todo app with React and TypeScript", "How I would react if you say no"),
    ("rust", "Rust programming: the borrow checker explained", "Removing Rust from an old table saw"),
    ("rust", "Why we rewrote our backend in Rust", "Rust Solo Survival: raiding the oil rig base"),
    ("python", "Python tutorial for beginners", "Feeding my ball python for the first time"),
    ("python", "Automate spreadsheets with Python", "Burmese Python caught in the Everglades"),
    ("java", "Java tutorial: object oriented programming", "Climbing a volcano in East Java, Indonesia"),
    ("java", "Design patterns in Java", "A cup of Java: the best coffee beans"),
    ("express", "Node.js and Express REST API crash course", "Riding the Orient Express from Paris to Venice"),
    ("flask", "Flask tutorial: build a Python web app", "Pouring whisky into a hip flask"),
    ("spring", "Spring Boot microservices with Kafka", "Spring cleaning my whole apartment"),
    ("spring", "Dependency injection in Spring with Java", "Spring in Kyoto: cherry blossoms"),
    ("unity", "Unity tutorial: make a 2D platformer game", "A prayer for unity and peace"),
    ("notion", "My Notion setup for students: dashboard and templates", "The notion of free will in philosophy"),
    ("slack", "Slack and Jira integrations for remote work", "Cut me some slack: a comedy sketch"),
    ("word", "Mail merge in Microsoft Word and Excel", "The last word: what she said"),
    ("excel", "Pivot tables in Excel explained", "How to excel in your exams"),
    ("numbers-app", "Apple Numbers for Mac: budget template", "Prime numbers and the zeta function"),
    ("keynote", "Animations in Apple Keynote", "Keynote: the future of cities"),
    ("make", "Writing a Makefile with GNU Make", "Make this dinner in ten minutes"),
    ("make-com", "Make.com automation: from form to CRM", "Make it stop! Baby goats everywhere"),
    ("bash", "Bash scripting for Linux beginners", "Birthday bash at the lake"),
    ("ruby", "Ruby on Rails vs Ruby with Sinatra", "Ruby ring restoration in gold"),
    ("crystal-lang", "Crystal: a programming language with Ruby syntax", "Crystal grid for healing and energy"),
    ("elm", "Functional programming in Elm", "Turning a bowl from an Elm tree"),
    ("sketch-app", "From Sketch to Figma: design systems", "Saturday night comedy sketch"),
    ("blender", "Blender tutorial: model a donut", "The best blender for smoothies: kitchen test"),
    ("dart", "Dart and Flutter: null safety", "Nine dart finish at the world championship"),
    ("scratch", "Make a game in Scratch: coding for kids", "Sourdough from scratch"),
    ("julia", "Julia for scientific computing: faster than NumPy?", "Cooking with Julia Child's recipes"),
    ("chef-infra", "Configuration management with Chef Infra", "A Michelin chef cooks at home"),
    ("puppet", "Puppet vs Ansible: configuration management", "How to make a hand puppet"),
    ("saltstack", "SaltStack states for your servers", "Salt dough ornaments"),
    ("ant-build", "Apache Ant builds in 2025?", "Ant colony timelapse"),
    ("maven", "Maven pom.xml explained: Java builds", "NASA's Maven mission at Mars"),
    ("gin-gonic", "Gin Gonic: a Go web framework", "Gin and tonic three ways"),
    ("echo-framework", "Golang Echo: middleware and routing", "Echo chamber: how it works"),
    ("gofiber", "GoFiber: fast HTTP in Go", "Why fiber is good for you"),
    ("nestjs", "NestJS crash course", "A bird nest in my garden"),
    ("nextjs", "Next.js 15 app router explained", "What happens next will surprise you"),
    ("remix", "Remix: loaders and nested routes for React", "Blinding lights (house remix)"),
    ("cursor", "Cursor vs Copilot: which AI code editor wins?", "My mouse cursor disappeared: fix"),
    ("bolt-new", "Bolt.new: an app in five minutes", "Usain Bolt: the final race"),
    ("zed", "Zed: a code editor written in Rust", "Zed top lane guide"),
    ("processing", "Creative coding with Processing and p5.js", "How the brain handles language processing"),
    ("max-msp", "Granular synthesis in Max/MSP", "Max the golden retriever visits the vet"),
    ("ableton-live", "Ableton Live 12: new features", "Live from the park: street musicians"),
    ("logic-pro", "Mixing vocals in Logic Pro", "Logic gates explained with dominoes"),
    ("reason-studios", "Reason Studios: building a beat", "The reason why I quit my job"),
    ("reaper", "Reaper DAW tutorial: recording and mixing", "Carolina reaper chili challenge"),
    ("premiere-pro", "Premiere Pro: colour grading basics", "Red carpet at the world premiere"),
    ("davinci-resolve", "DaVinci Resolve 19: editing from zero", "How couples resolve conflict"),
    ("apple-motion", "Apple Motion templates for Final Cut Pro", "The motion of the planets"),
    ("ms-access", "Microsoft Access database tutorial", "Access denied! Escape room"),
    ("fish-shell", "Fish shell and tmux: my terminal", "How to fillet a fish"),
    ("ada", "Embedded programming in Ada with GNAT", "Ada Lovelace: a life"),
    ("pascal", "Turbo Pascal: games from 1990", "Pedro Pascal interview"),
    ("delphi", "Embarcadero Delphi: VCL development", "The ruins of ancient Delphi, Greece"),
    ("stripe", "Stripe payments in Next.js: checkout and webhooks", "Knitting a stripe pattern blanket"),
    ("square-pos", "Square POS for your small business", "Crochet a granny square"),
    ("gatsby", "Gatsby and GraphQL: a static site", "The Great Gatsby: summary and analysis"),
    ("hugo", "Hugo static site generator: from zero to blog", "Victor Hugo: the man behind the book"),
    ("jekyll", "Jekyll and GitHub Pages: a free blog", "Dr Jekyll and Mr Hyde (audiobook)"),
    ("bun", "Bun vs Node.js: a faster JavaScript runtime", "How to do a messy bun"),
    ("deno", "Deno 2 and TypeScript", "A day with Robert Deno"),
    ("vault", "HashiCorp Vault: secrets in Kubernetes", "Opening a bank vault from 1920"),
    ("consul", "Service discovery with HashiCorp Consul", "The consul of Rome: Cicero"),
    ("terraform", "Terraform on AWS: modules and state", "Could we terraform Mars?"),
    ("atom-editor", "Goodbye Atom editor", "What is inside an atom?"),
    ("brave", "Brave browser: privacy settings", "A brave little kitten"),
    ("edge", "Microsoft Edge: hidden features", "On the edge of the cliff"),
    ("safari", "Safari extension development with Xcode", "Safari in Kenya: lions at night"),
    ("opera-browser", "Opera GX vs Google Chrome", "A night at the opera: Verdi"),
    ("chrome", "Google Chrome flags you should know", "Chrome plating a motorcycle tank"),
    ("signal-app", "Signal messenger: how the encryption works", "Analog signal filters explained"),
    ("discord-bot", "Make a Discord bot in Python", "Discord in the family: a drama"),
    ("linear-app", "Linear app: project management for startups", "Linear algebra: eigenvalues"),
    ("wood-router", "Router jig for dovetail joints in oak", "How to reset your wifi router password"),
    ("wood-router", "Cutting tenons on the router, woodworking basics", "React Router v6: nested routes"),
    ("hand-plane", "Sharpening a plane iron: smooth oak boards", "My plane ticket was 20 euros"),
    ("lathe", "Turning an oak bowl on the lathe", "Vinyl: how a lathe cut record is made"),
    ("cherry-mx", "Cherry MX vs Gateron: keyboard switches", "Cherry pie like grandma made it"),
    ("jigsaw", "Cutting plywood with a jigsaw", "10,000 piece jigsaw puzzle timelapse"),
    ("loom", "Weaving a scarf on my rigid heddle loom", "Fruit of the loom haul"),
    ("kiln", "Glaze test: opening the kiln after cone 6", "Drying oak lumber in a solar kiln"),
    ("fusion-360", "Fusion 360: parametric sketches", "Nuclear fusion: how close are we?"),
    ("maya", "Rigging a character in Autodesk Maya", "Maya Angelou reads her poems"),
    ("houdini", "Houdini pyro simulation with SideFX", "Harry Houdini: the great escape"),
    ("obsidian", "Obsidian for note taking: my zettelkasten", "Knapping an obsidian arrowhead"),
    ("astro", "Astro: islands architecture for static site builders", "Astro Bot: full playthrough"),
    ("claude", "Claude vs ChatGPT for coding", "Claude Monet: the water lilies"),
    ("gemini", "Gemini vs ChatGPT: which LLM is better", "Gemini horoscope for June"),
    ("llama", "Fine tuning Llama 3 on your own data", "Feeding a baby llama at the farm"),
    ("phoenix", "Phoenix LiveView: chat in Elixir", "Moving to Phoenix, Arizona"),
    ("kafka", "Apache Kafka: event streaming for microservices", "Franz Kafka on guilt"),
    ("pandas", "Python pandas: clean your dataframe", "Baby pandas playing in the snow"),
    ("selenium", "Selenium with Python: web scraping", "Selenium deficiency and your thyroid"),
    ("cypress", "Cypress vs Playwright: end to end testing", "Planting an Italian cypress tree"),
    ("postman", "Test your REST API in Postman", "The postman always rings twice"),
    ("docker", "Docker compose for your homelab", "A docker at the port of Hamburg"),
    ("prometheus", "Monitoring Kubernetes: Prometheus and Grafana", "Prometheus stole fire: Greek myth"),
    ("airflow", "Apache Airflow DAGs for data engineers", "Case airflow test: best fans for your PC case"),
    ("tableau", "Tableau dashboard tutorial", "Un tableau de Monet"),
    ("anki", "Anki flashcards for medical school", "Anki Vector robot is back"),
    ("bubble-io", "Build an app with Bubble.io, no code", "Bubble tea at home"),
    ("latex", "Write your thesis in LaTeX with Overleaf", "Latex gloves or nitrile?"),
    ("forth-lang", "Forth programming on a Z80", "Back and forth: how we sailed"),
    ("axe", "Carving a spoon with an axe and a hook knife: green wood", "Axe body spray advert"),
    ("handbrake", "Transcode to H.265 in HandBrake for Plex", "How to adjust a handbrake"),
    ("bevy", "An ECS game in Bevy and Rust", "A bevy of beauties"),
    ("asana", "Asana vs Trello: project management", "Five asana for a stiff back: yoga"),
    ("svelte", "Svelte 5 runes explained", "How to get a svelte waist"),
    ("longboard", "Longboard downhill: new trucks and wheels", "World longboard surfing championship"),
    ("vue", "Vue and TypeScript: composition API", "Une vue magnifique sur la mer"),
    ("vite", "Vite and React: faster builds", "Courir plus vite en 10 minutes"),
    ("nix", "Nix flakes on Linux", "Ich habe nix gekauft"),
    ("serum", "Serum sound design: wavetable bass", "Vitamin C serum: my skincare"),
    ("tripod", "A camera tripod for night photography", "Tripod the three-legged cat"),
    ("binoculars", "Binoculars for astronomy: what to see in the night sky", "Binoculars for birding in Norway"),
    ("tor", "Tor browser: privacy on the dark web", "Das Tor des Jahres"),
]


@pytest.mark.parametrize(("slug", "tool", "other"), SENSES, ids=[f"{s}-{n}" for n, (s, _, _) in enumerate(SENSES)])
def test_a_name_counts_only_where_it_means_the_tool(slug: str, tool: str, other: str) -> None:
    found = [{label.slug for label in enrich(Text("video", title)).tools} for title in (tool, other)]
    assert (slug in found[0], slug in found[1]) == (True, False), (tool, other, found)


def test_a_doubtful_name_in_a_description_needs_its_trade_close_by() -> None:
    far = "We go through the town. " + "Nothing here at all, only houses and streets. " * 20 + "Go is nice."
    assert enrich(Text("video", "A walk", far)).tools == ()


def test_names_joined_by_a_conjunction_stand_for_each_other() -> None:
    tools = {label.slug for label in enrich(Text("video", "Go vs Rust")).tools}
    assert tools == {"go", "rust"}


def test_topics_of_a_repository_mean_what_they_say() -> None:
    tools = {label.slug for label in enrich(Text("github_repo", "dotfiles", topics=("go", "swift", "word"))).tools}
    assert {"go", "swift"} <= tools


def test_upper_case_matters_where_the_data_says_so() -> None:
    assert enrich(Text("video", "we go home and code")).tools == ()
