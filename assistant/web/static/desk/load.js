// Gradio runs this with: element, trigger, props, server, upload, watch. The page's behaviour is in the modules beside it.
// Of events, Gradio knows those that it finds named here: "ask".
import(new URL("dateline/desk/start.js", document.baseURI)).then(({ start }) => start({ element, trigger, props, server, upload, watch }));
